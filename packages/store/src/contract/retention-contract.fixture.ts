import { inlineBytes } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { attemptOf, unique } from "./builders.fixture.ts";
import { entryOf, future, past, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const actor = { kind: "token", id: "token:dpo" } as const;
const error = { type: "http", message: "canary", step: "greet", details: { body: "canary" } } as const;

export function retentionContract(subject: SubjectOf): void {
  const { runs, create, claimOne } = runHarness(subject);
  const retention = () => subject().store.retention;

  /** A failed run with a canary wherever a payload can be. */
  async function failedRun(environment: string): Promise<string> {
    const queue = unique("queue");
    const { id: run } = await create(queue, { environment, input: "canary" });
    await claimOne(queue);
    await subject().store.runFiles.write({ run, fencingToken: 1, path: "a.txt", content: "canary" });
    const asked = { kind: "person", prompt: "canary?", assignees: [], form: {} } as const;
    const reply = { by: "token:ada", at: past, result: null };
    const attempts = [
      attemptOf(run, { output: ["canary"], waitsFor: asked, reply }),
      attemptOf(run, { step: "broken", state: "failed", output: null, error }),
      attemptOf(run, { step: "large", output: "canary".repeat(inlineBytes) }),
    ];
    const logs = [{ run, step: "greet", at: past, level: "info", message: "canary" } as const];
    await runs().write([entryOf(run, 1, { attempts, logs, state: { to: "failed", error } })]);
    return run;
  }

  const rowsOf = async (run: string) =>
    JSON.stringify([
      await subject().sql(`SELECT * FROM runs WHERE id = '${run}'`),
      await subject().sql(`SELECT * FROM step_attempts WHERE run = '${run}'`),
      await subject().sql(`SELECT * FROM run_logs WHERE run = '${run}'`),
      await subject().sql(`SELECT * FROM run_payloads WHERE run = '${run}'`),
      await subject().sql(`SELECT * FROM run_files WHERE run = '${run}'`),
      await subject().sql(`SELECT * FROM erasures WHERE run = '${run}'`),
    ]);

  describe("erasing a payload", () => {
    test("leaves the run, its steps and its provenance, and nothing of what it carried", async () => {
      const environment = unique("env");
      const run = await failedRun(environment);
      const before = await runs().load(run);
      const erasure = await retention().erase({ run, actor, reason: "asked for by the customer" });
      expect(erasure).toMatchObject({ run, environment, actor, attempts: 3, logs: 1 });
      expect(erasure?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(await rowsOf(run)).not.toContain("canary");
      const after = await runs().load(run);
      expect(after).toEqual({
        ...before,
        input: null,
        error: { type: "http", message: "[erased]", step: "greet" },
        erasedAt: after?.erasedAt,
      });
      expect(after?.erasedAt).not.toBeNull();
      expect((await runs().loadAttempts(run)).map(({ step, state }) => `${step} ${state}`).sort()).toEqual([
        "broken failed",
        "greet completed",
        "large completed",
      ]);
    });

    test("takes along what was answered to requests about the run, and no other answer", async () => {
      const requests = subject().store.requests;
      const run = await failedRun(unique("env"));
      const about = { scope: unique("cancel"), key: "k", body: "b", run };
      const other = { ...about, scope: unique("token"), run: null };
      for (const request of [about, other]) {
        await requests.claim(request, 60_000);
        await requests.answer(request, "sealed");
      }
      await retention().erase({ run, actor, reason: "asked" });
      expect(await requests.claim(about, 60_000)).toEqual({ state: "new" });
      expect(await requests.claim(other, 60_000)).toMatchObject({ state: "answered" });
    });

    test("happens once; who asks again gets the first erasure", async () => {
      const environment = unique("env");
      const run = await failedRun(environment);
      const first = await retention().erase({ run, actor, reason: "first" });
      expect(await retention().erase({ run, actor, reason: "second" })).toEqual(first);
      const page = { limit: 10, cursor: null };
      expect((await retention().listErasures({ environment, run: null }, page)).items).toEqual([first]);
      expect((await retention().listErasures({ environment: null, run }, page)).items).toEqual([first]);
    });

    test("proves with its digest what was removed: equal payloads of one run give equal digests", async () => {
      const [one, other] = [await failedRun(unique("env")), await failedRun(unique("env"))];
      const digest = async (run: string) =>
        (await retention().erase({ run, actor, reason: "asked" }))?.digest ?? "";
      expect(await digest(one)).not.toBe(await digest(other));
    });

    test("is refused while the run goes on", async () => {
      const { id: run } = await create(unique("queue"));
      expect(await retention().erase({ run, actor, reason: "asked" })).toBeNull();
      expect(await retention().erase({ run: "nothing", actor, reason: "asked" })).toBeNull();
    });
  });

  describe("removing runs", () => {
    test("takes the journal along, in batches, and keeps erasures", async () => {
      const run = await failedRun(unique("env"));
      await retention().erase({ run, actor, reason: "asked" });
      expect(await retention().remove([run], 1)).toBe(false);
      let calls = 1;
      while (!(await retention().remove([run], 1))) calls += 1;
      expect(calls).toBeGreaterThan(1);
      expect(await runs().load(run)).toBeNull();
      const [erasures, ...others] = (JSON.parse(await rowsOf(run)) as unknown[][]).toReversed();
      expect(others).toEqual([[], [], [], [], []]);
      expect(erasures).toHaveLength(1);
    });

    test("never touches one that goes on", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      await runs().write([entryOf(id, 1, { attempts: [attemptOf(id)] })]);
      expect(await retention().remove([id], 100)).toBe(true);
      expect(await runs().load(id)).toMatchObject({ state: "running" });
      expect(await runs().loadAttempts(id)).toHaveLength(1);
    });

    test("a sweep sees the oldest runs of its environment, up to those that are too young", async () => {
      const environment = unique("env");
      const ended = await failedRun(environment);
      const { id: waiting } = await create(unique("queue"), { environment });
      await failedRun(unique("env"));
      const request = { environment, before: future, after: null, limit: 10 };
      const swept = await retention().listForSweep(request);
      expect(swept).toMatchObject([
        { id: ended, isErased: false },
        { id: waiting, endedAt: null },
      ]);
      expect(swept[0]?.endedAt).not.toBeNull();
      expect(await retention().listForSweep({ ...request, after: ended })).toHaveLength(1);
      expect(await retention().listForSweep({ ...request, before: past })).toEqual([]);
    });
  });
}
