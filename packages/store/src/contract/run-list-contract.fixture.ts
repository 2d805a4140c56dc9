import { type RunFilter, toTimestamp } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { idAt } from "../database/id-at.ts";
import { attemptOf, newRun, unique } from "./builders.fixture.ts";
import { entryOf, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const everything = { environment: null, slug: null, states: [], version: null, deploy: null } as const;
const whole = { limit: 100, cursor: null };
const allAttempts = { step: null, item: null, attempt: null, hasItems: true, largestOutput: 1_000 };

export function runListContract(subject: SubjectOf): void {
  const { runs, create, claimOne } = runHarness(subject);

  async function idsOf(filter: Partial<RunFilter>): Promise<readonly string[]> {
    const page = await runs().list({ ...everything, ...filter }, whole);
    return page.items.map(({ id }) => id);
  }

  describe("finding runs", () => {
    test("trigger, team and queue narrow a list", async () => {
      const environment = unique("env");
      const queue = unique("queue");
      const one = await create(queue, { environment, trigger: { type: "cron", id: "nightly" } });
      const two = await create(queue, { environment, team: "support" });
      const three = await create(unique("queue"), { environment });
      expect(await idsOf({ environment, trigger: "cron" })).toEqual([one.id]);
      expect(await idsOf({ environment, team: "support" })).toEqual([two.id]);
      expect(await idsOf({ environment, queue })).toEqual([two.id, one.id]);
      expect(await idsOf({ environment, order: "oldest" })).toEqual([one.id, two.id, three.id]);
    });

    test("a span of time holds its beginning and not its end, from either end of the list", async () => {
      const environment = unique("env");
      const made = [];
      for (let day = 1; day <= 5; day += 1) {
        const { id } = await create("any", { environment });
        await subject().sql(
          `UPDATE runs SET created_at = '2026-01-0${day}T00:00:00.000Z' WHERE id = '${id}'`,
        );
        made.push(id);
      }
      const span = { environment, since: "2026-01-02T00:00:00.000Z", until: "2026-01-04T00:00:00.000Z" };
      expect(await idsOf({ ...span, order: "oldest" })).toEqual([made[1], made[2]]);
      expect(await idsOf(span)).toEqual([made[2], made[1]]);
    });

    test.each([
      ["agrees with", 0],
      ["is two hours ahead of", 2],
      ["is two hours behind", -2],
    ])("a span of time is found where the clock of ids %s the database's", async (_, hours) => {
      const environment = unique("env");
      const at = (hour: number) => Date.parse("2026-01-01T00:00:00.000Z") + hour * 3_600_000;
      const made = [];
      for (let hour = 0; hour < 8; hour += 1) {
        const id = `${idAt(at(hour + hours))}-7000-8${unique("id").slice(-3)}-000000000000`;
        await runs().create(newRun({ id, environment }));
        await subject().sql(`UPDATE runs SET created_at = '${toTimestamp(at(hour))}' WHERE id = '${id}'`);
        made.push(id);
      }
      const span = { environment, since: toTimestamp(at(3)), until: toTimestamp(at(5)) };
      for (const order of ["oldest", "newest"] as const) {
        const sorted = (ids: readonly string[]) => (order === "oldest" ? ids : ids.toReversed());
        expect(await idsOf({ ...span, order })).toEqual(sorted(made.slice(3, 5)));
        const filter = { ...everything, ...span, order };
        const first = await runs().list(filter, { limit: 1, cursor: null });
        const second = await runs().list(filter, { limit: 1, cursor: first.next });
        expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(sorted(made.slice(3, 5)));
        expect(second.next).toBeNull();
        expect(await idsOf({ environment, since: span.since, order })).toEqual(sorted(made.slice(3)));
        expect(await idsOf({ environment, until: span.until, order })).toEqual(sorted(made.slice(0, 5)));
      }
    });

    test("the beginning of an id finds it", async () => {
      const prefix = unique("search");
      const found = newRun({ id: `${prefix}-abc` });
      await runs().create(found);
      await runs().create(newRun({ id: `${prefix.slice(0, -1)}x` }));
      expect(await idsOf({ search: `${prefix}-a` })).toEqual([found.id]);
      expect(await idsOf({ search: `${prefix}-b` })).toEqual([]);
    });

    test("the oldest first are paged to the end", async () => {
      const environment = unique("env");
      const made = [];
      for (let index = 0; index < 5; index += 1) made.push((await create("any", { environment })).id);
      const filter = { ...everything, environment, order: "oldest" as const };
      const first = await runs().list(filter, { limit: 3, cursor: null });
      const second = await runs().list(filter, { limit: 3, cursor: first.next });
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made);
      expect(second.next).toBeNull();
    });
  });

  describe("the attempts of a run", () => {
    test("are paged in the order in which they started; large outputs stay behind", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
      const attempts = [
        attemptOf(id, { step: "late", startedAt: at(3), output: "x".repeat(2_000) }),
        attemptOf(id, { step: "each", startedAt: at(2) }),
        ...[0, 1, 2].map((item) => attemptOf(id, { step: "each", item, startedAt: at(2), output: item })),
        attemptOf(id, { step: "early", startedAt: at(1), output: "ü" }),
      ];
      await runs().write([entryOf(id, 1, { attempts })]);
      const list = async (more: Partial<typeof allAttempts>, cursor: string | null = null, limit = 2) =>
        runs().listAttempts(id, { ...allAttempts, ...more }, { limit, cursor });
      const steps = await list({ hasItems: false }, null, 10);
      expect(steps.items.map(({ step }) => step)).toEqual(["early", "each", "late"]);
      expect(steps.items.at(0)).toMatchObject({ output: "ü", outputBytes: 4, isOutputOmitted: false });
      expect(steps.items.at(-1)).toMatchObject({ output: null, outputBytes: 2_002, isOutputOmitted: true });
      const names = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list({}, cursor);
        names.push(...page.items.map(({ step, item }) => `${step} ${item}`));
        cursor = page.next;
      } while (cursor !== null);
      expect(names).toEqual(["early -1", "each -1", "each 0", "each 1", "each 2", "late -1"]);
      const one = await runs().listAttempts(
        id,
        { ...allAttempts, step: "each", item: 1, attempt: 1, largestOutput: 10 },
        whole,
      );
      expect(one.items.map(({ output }) => output)).toEqual([1]);
    });
  });

  describe("following a run", () => {
    test("its head moves with its log, and its lines after a position are found", async () => {
      const queue = unique("queue");
      const { id: run } = await create(queue);
      expect(await runs().loadHeads([run, "nothing"])).toEqual([
        { id: run, state: "queued", startedAt: null, wakeAt: null, position: 0 },
      ]);
      await claimOne(queue);
      const line = {
        run,
        step: "greet",
        at: "2026-01-01T00:00:00.000Z",
        level: "info",
        message: "a",
      } as const;
      const event = { name: "step.completed", item: -1, attempt: 1 } as const;
      await runs().write([entryOf(run, 1, { logs: [line, { ...line, event }] })]);
      const [head] = await runs().loadHeads([run]);
      const { items } = await runs().listLogs(run, { step: null, levels: [] }, whole);
      expect(items).toMatchObject([line, { ...line, event }]);
      expect(items[0]).not.toHaveProperty("event");
      expect(head).toMatchObject({ state: "running", position: items[1]?.position });
      const after = { step: null, levels: [], after: items[0]?.position ?? 0 };
      expect((await runs().listLogs(run, after, whole)).items).toEqual([items[1]]);
      const told = { step: null, levels: [], isEventOnly: true };
      expect((await runs().listLogs(run, told, whole)).items).toEqual([items[1]]);
      const since = { step: null, levels: [], since: "2026-01-01T00:00:00.001Z" };
      expect((await runs().listLogs(run, since, whole)).items).toEqual([]);
    });
  });
}
