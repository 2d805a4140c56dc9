import { inlineBytes, type RunTransition } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createRunStore } from "../stores/create-run-store.ts";
import { attemptOf, newRun, unique } from "./builders.fixture.ts";
import { failingDatabase } from "./failing-database.fixture.ts";
import { entryOf, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

/** As JSON a little more than what a row holds, in characters of several bytes. */
const large = { text: "ü".repeat(inlineBytes / 2) };

export function payloadContract(subject: SubjectOf): void {
  const { runs, create, claimOne, endLease } = runHarness(subject);

  const payloadsOf = async (run: string) =>
    (await subject().sql(`SELECT digest FROM run_payloads WHERE run = '${run}'`)).length;

  const listed = async (run: string) => {
    const filter = { step: null, item: null, attempt: null, hasItems: true, largestOutput: inlineBytes };
    return (await runs().listAttempts(run, filter, { limit: 10, cursor: null })).items;
  };

  describe("large values", () => {
    test("an input lies beside its row and comes with the run, claimed or loaded, but with no list", async () => {
      const queue = unique("queue");
      const environment = unique("env");
      const { id } = await create(queue, { environment, input: large });
      const [row] = await subject().sql(`SELECT input FROM runs WHERE id = '${id}'`);
      expect(row).toEqual({ input: "null" });
      expect((await runs().load(id))?.input).toEqual(large);
      expect((await claimOne(queue)).run.input).toEqual(large);
      const filter = { environment, slug: null, states: [], version: null, deploy: null };
      const { items } = await runs().list(filter, { limit: 10, cursor: null });
      expect(items).toMatchObject([{ id }]);
      expect(Object.keys(items[0] ?? {})).not.toContain("input");
    });

    test("outputs of attempts and of the run come back as they were, and a list tells their size", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      const [big, small] = [attemptOf(id, { output: large }), attemptOf(id, { step: "small", output: [1] })];
      const state: RunTransition = { to: "completed", output: large };
      expect(await runs().write([entryOf(id, 1, { attempts: [big, small], state })])).toEqual(["written"]);
      expect(await runs().loadAttempts(id)).toEqual([big, small]);
      expect((await runs().load(id))?.output).toEqual(large);
      expect(await listed(id)).toEqual([
        {
          ...big,
          output: null,
          outputBytes: Buffer.byteLength(JSON.stringify(large)),
          isOutputOmitted: true,
        },
        { ...small, outputBytes: 3, isOutputOmitted: false },
      ]);
      const { run, step, item, attempt } = big;
      expect(await runs().loadAttempt({ run, step, item, attempt })).toEqual(big);
      expect(await runs().loadAttempt({ run, step, item, attempt: 99 })).toBeNull();
      expect(await payloadsOf(id)).toBe(1);
    });

    test("a run that is taken over is claimed with them", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      await runs().write([entryOf(id, 1, { attempts: [attemptOf(id, { output: large })] })]);
      await endLease(id);
      expect((await claimOne(queue, "other")).attempts).toEqual([attemptOf(id, { output: large })]);
    });

    test("the first end of an attempt stays, whichever of two is large", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      const other = { text: "x".repeat(inlineBytes) };
      const first = [attemptOf(id, { output: large }), attemptOf(id, { step: "small", output: 1 })];
      await runs().write([entryOf(id, 1, { attempts: first })]);
      const late = first.map((attempt) => ({ ...attempt, output: other }));
      await runs().write([entryOf(id, 1, { attempts: late })]);
      expect(await runs().loadAttempts(id)).toEqual(first);
    });

    test("an attempt under way may hold one and end with another", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      const items = ["x".repeat(inlineBytes), "y"];
      const begun = attemptOf(id, { state: "running", output: items, endedAt: null });
      await runs().write([entryOf(id, 1, { attempts: [begun] })]);
      expect(await runs().loadAttempts(id)).toEqual([begun]);
      await runs().write([entryOf(id, 1, { attempts: [attemptOf(id, { output: ["done"] })] })]);
      expect(await runs().loadAttempts(id)).toEqual([attemptOf(id, { output: ["done"] })]);
      expect((await listed(id))[0]).toMatchObject({ outputBytes: 8, isOutputOmitted: false });
    });

    test("a fenced-off worker leaves none", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      await endLease(id);
      await claimOne(queue, "other");
      const attempts = [attemptOf(id, { output: large })];
      expect(await runs().write([entryOf(id, 1, { attempts })])).toEqual(["fenced"]);
      expect(await payloadsOf(id)).toBe(0);
    });

    test("a crash at any statement leaves all of an entry or nothing", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      const state: RunTransition = { to: "completed", output: [large] };
      const entry = entryOf(id, 1, { attempts: [attemptOf(id, { output: large })], state });
      let crashes = 0;
      for (let outcome: unknown = "crashed"; outcome === "crashed"; crashes += 1) {
        const { database } = failingDatabase(subject().database, crashes);
        const store = createRunStore(database, subject().store.signals);
        outcome = await store.write([entry]).catch(() => "crashed");
        if (outcome === "crashed")
          expect([await payloadsOf(id), await runs().loadAttempts(id)]).toEqual([0, []]);
      }
      expect(crashes).toBeGreaterThan(4);
      expect(await runs().load(id)).toMatchObject({ state: "completed", output: [large] });
      expect(await payloadsOf(id)).toBe(2);
    });

    test("one that was erased reads as null, and the record of it stands", async () => {
      const queue = unique("queue");
      const { id } = await create(queue, { input: large });
      await claimOne(queue);
      await runs().write([entryOf(id, 1, { attempts: [attemptOf(id, { output: large })] })]);
      await subject().sql(`DELETE FROM run_payloads WHERE run = '${id}'`);
      expect((await runs().load(id))?.input).toBeNull();
      expect(await runs().loadAttempts(id)).toEqual([attemptOf(id, { output: null })]);
    });

    test("two runs with the same input do not share it", async () => {
      const [one, two] = [newRun({ input: large }), newRun({ input: large })];
      await runs().create(one);
      await runs().create(two);
      await subject().sql(`DELETE FROM run_payloads WHERE run = '${one.id}'`);
      expect((await runs().load(two.id))?.input).toEqual(large);
    });
  });
}
