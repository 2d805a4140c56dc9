import { inlineBytes, type NewRun } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { unique } from "./builders.fixture.ts";
import { past, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const since = "2020-01-01T00:00:00.000Z";
const ada = { kind: "token", id: "token:ada" } as const;
const ci = { kind: "token", id: "token:ci" } as const;

export function impactContract(subject: SubjectOf): void {
  const { create } = runHarness(subject);
  const impact = () => subject().store.impact;

  /** Runs of two pipelines by two people in two environments: some ended, some long ago. */
  async function seed(): Promise<string> {
    const environment = unique("env");
    const other = unique("env");
    const made = async (more: Partial<NewRun>, change = "") => {
      const { id } = await create(unique("queue"), { environment, actor: ada, ...more });
      if (change !== "") await subject().sql(`UPDATE runs SET ${change} WHERE id = '${id}'`);
    };
    await made({ slug: "one" }, `created_at = '${past}', state = 'waiting'`);
    await made({ slug: "one" });
    await made({ slug: "one", version: "1.1.0", actor: ci }, "state = 'running'");
    await made({ slug: "one", actor: ci }, `state = 'completed', ended_at = '${since}'`);
    await made(
      { slug: "one", actor: ci },
      `state = 'failed', ended_at = '${since}', created_at = '${since}'`,
    );
    await made({ slug: "two", actor: { kind: "trigger", id: "trigger:one/after" } });
    await made({ slug: "three" });
    await made({ slug: "one", environment: other });
    return environment;
  }

  describe("what a plan touches", () => {
    test("runs that have not ended are counted as SQL of another hand counts them", async () => {
      const environment = await seed();
      const independent = await subject().sql(
        `SELECT slug, version, sum(1) AS count FROM runs
         WHERE environment = '${environment}' AND slug <> 'three' AND state IN ('queued', 'running', 'waiting')
         GROUP BY slug, version ORDER BY slug, version`,
      );
      const counted = await impact().countUnended(environment, ["one", "two"]);
      expect(counted).toEqual(independent.map((row) => ({ ...row, count: Number(row["count"]) })));
      expect(counted).toEqual([
        { slug: "one", version: "1.0.0", count: 2 },
        { slug: "one", version: "1.1.0", count: 1 },
        { slug: "two", version: "1.0.0", count: 1 },
      ]);
    });

    test("who started runs since an instant, how often and when last", async () => {
      const environment = await seed();
      const independent = await subject().sql(
        `SELECT slug, actor, created_at FROM runs WHERE environment = '${environment}' AND slug = 'one'`,
      );
      const mine = (name: string) =>
        independent
          .filter((row) => String(row["actor"]).includes(name) && String(row["created_at"]) >= since)
          .map((row) => String(row["created_at"]));
      const [adas, cis] = [mine("token:ada"), mine("token:ci")];
      expect([adas.length, cis.length]).toEqual([1, 3]);
      expect(await impact().listStarters(environment, ["one", "two"], since)).toEqual([
        { slug: "one", actor: "token:ada", runs: 1, lastAt: adas.toSorted().at(-1) },
        { slug: "one", actor: "token:ci", runs: 3, lastAt: cis.toSorted().at(-1) },
        { slug: "two", actor: "trigger:one/after", runs: 1, lastAt: expect.any(String) },
      ]);
    });

    test("the newest inputs come first, large ones whole, erased ones not at all", async () => {
      const environment = unique("env");
      const large = { text: "ü".repeat(inlineBytes) };
      for (let index = 0; index < 60; index += 1) await create("any", { environment, input: { index } });
      await create("any", { environment, input: large });
      const { id } = await create("any", { environment, input: { erased: true } });
      await create("any", { environment, slug: "other", input: { other: true } });
      await subject().sql(`UPDATE runs SET erased_at = '${since}', input = 'null' WHERE id = '${id}'`);
      const inputs = await impact().listInputs(environment, "greet", 55);
      expect(inputs).toHaveLength(55);
      expect(inputs.slice(0, 3)).toEqual([large, { index: 59 }, { index: 58 }]);
      expect((await impact().listInputs(environment, "greet", 1_000)).length).toBe(61);
    });

    test("nothing is asked about no pipelines", async () => {
      const environment = await seed();
      expect(await impact().countUnended(environment, [])).toEqual([]);
      expect(await impact().listStarters(environment, [], since)).toEqual([]);
    });
  });
}
