import type { Actor } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { applicationOf, deployOf, takeLease, unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const ada: Actor = { kind: "token", id: "token:ada" };
const bob: Actor = { kind: "token", id: "token:bob" };

export function debtContract(subject: SubjectOf): void {
  const debts = () => subject().store.debts;

  /** Applies behind a broken glass that has to be looked at within so many milliseconds. */
  async function breakGlass(environment: string, withinMs: number): Promise<string> {
    const { store } = subject();
    const { sequence } = await store.environments.loadApplied(environment);
    const deploy = deployOf({ environment, sequence });
    const fencingToken = await takeLease(store, environment);
    const debt = { actor: ada, reason: "The site is down.", withinMs };
    const outcome = await store.deploys.apply(applicationOf(deploy, [], { fencingToken, debt }));
    expect(outcome.outcome).toBe("applied");
    return deploy.id;
  }

  describe("debts of broken glass", () => {
    test("an apply behind a broken glass leaves one, the earliest due first", async () => {
      const [one, other] = [unique("env"), unique("env")];
      const late = await breakGlass(one, 86_400_000);
      const early = await breakGlass(one, 3_600_000);
      const elsewhere = await breakGlass(other, 7_200_000);
      const open = await debts().listOpen(one);
      expect(open).toMatchObject([
        { deploy: early, environment: one, actor: ada, reason: "The site is down." },
        { deploy: late, environment: one },
      ]);
      const [first] = open;
      if (first === undefined) throw new Error("no debt");
      expect(Date.parse(first.dueAt) - Date.parse(first.at)).toBe(3_600_000);
      expect((await debts().listOpen(null)).map(({ deploy }) => deploy)).toEqual(
        expect.arrayContaining([early, elsewhere, late]),
      );
    });

    test("is settled once, with its entry, however many do so at once", async () => {
      const environment = unique("env");
      const deploy = await breakGlass(environment, 3_600_000);
      const settled = await Promise.all(
        Array.from({ length: 5 }, () => debts().settle(deploy, bob, "Looked at it.")),
      );
      expect(settled.filter(Boolean)).toHaveLength(1);
      expect(await debts().listOpen(environment)).toEqual([]);
      const entries = await subject().store.ledger.list(environment, 2, 10);
      expect(entries).toMatchObject([
        { kind: "debt-settled", deploy, body: { actor: bob, reason: "Looked at it.", brokenBy: ada } },
      ]);
      expect(await debts().settle("nothing", bob, "?")).toBe(false);
    });

    test("that is overdue is told of once, as an event; a settled one never", async () => {
      const environment = unique("env");
      const settled = await breakGlass(environment, 0);
      const overdue = await breakGlass(environment, 0);
      await breakGlass(environment, 3_600_000);
      await debts().settle(settled, bob, "Looked at it.");
      const taken = (await Promise.all([debts().takeOverdue(), debts().takeOverdue()])).flat();
      expect(taken.map(({ deploy }) => deploy).filter((id) => id === overdue || id === settled)).toEqual([
        overdue,
      ]);
      expect((await debts().takeOverdue()).filter((debt) => debt.environment === environment)).toEqual([]);
      const rows = await subject().sql(
        `SELECT body FROM events WHERE name = 'break-glass.overdue' AND environment = '${environment}'`,
      );
      expect(rows.map(({ body }) => JSON.parse(String(body)) as unknown)).toMatchObject([
        { deploy: overdue, actor: ada },
      ]);
    });
  });
}
