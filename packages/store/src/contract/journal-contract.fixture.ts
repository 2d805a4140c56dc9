import type { RunTransition, StepAttempt } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { attemptOf, unique } from "./builders.fixture.ts";
import { entryOf, future, past, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function journalContract(subject: SubjectOf): void {
  const { runs, create, claim, claimOne, endLease } = runHarness(subject);

  describe("the journal", () => {
    test("attempts, logs, state and events of many runs become durable together", async () => {
      const queue = unique("queue");
      const [one, two] = [await create(queue), await create(queue)];
      await claim(queue);
      const log = { run: one.id, step: "greet", at: past, level: "info", message: "hello\0" } as const;
      const completed: RunTransition = { to: "completed", output: { text: "hello" } };
      const error = { type: "execution", message: "It broke.", step: "greet" } as const;
      expect(
        await runs().write([
          entryOf(one.id, 1, { attempts: [attemptOf(one.id)], logs: [log], state: completed }),
          entryOf(two.id, 1, { state: { to: "failed", error } }),
          entryOf("nothing", 1),
        ]),
      ).toEqual(["written", "written", "fenced"]);
      expect(await runs().load(one.id)).toMatchObject({
        state: "completed",
        output: { text: "hello" },
        error: null,
      });
      expect(await runs().load(two.id)).toMatchObject({ state: "failed", output: null, error });
      expect((await runs().load(two.id))?.endedAt).not.toBeNull();
      expect(await runs().loadAttempts(one.id)).toEqual([attemptOf(one.id)]);
      const logs = await runs().listLogs(one.id, { step: null, levels: [] }, { limit: 10, cursor: null });
      expect(logs.items).toMatchObject([{ ...log, message: "hello\uFFFD" }]);
    });

    test("an attempt that ended is never changed; a started one is", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      const started = attemptOf(id, { state: "running", output: null, endedAt: null });
      await runs().write([entryOf(id, 1, { attempts: [started] })]);
      await runs().write([entryOf(id, 1, { attempts: [attemptOf(id)] })]);
      await runs().write([entryOf(id, 1, { attempts: [{ ...started, state: "failed" }] })]);
      expect(await runs().loadAttempts(id)).toEqual([attemptOf(id)]);
    });

    test("several forms of one attempt in one batch end as the first that ended", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      const forms: readonly StepAttempt[] = [
        attemptOf(id, { state: "running", endedAt: null }),
        attemptOf(id),
        attemptOf(id, { state: "cancelled" }),
      ];
      await runs().write(forms.map((attempt) => entryOf(id, 1, { attempts: [attempt] })));
      expect(await runs().loadAttempts(id)).toEqual([attemptOf(id)]);
    });

    test("a write with an old token leaves no trace", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      await endLease(id);
      await claimOne(queue, "other");
      const completed: RunTransition = { to: "completed", output: 1 };
      expect(await runs().write([entryOf(id, 1, { attempts: [attemptOf(id)], state: completed })])).toEqual([
        "fenced",
      ]);
      expect(await runs().loadAttempts(id)).toEqual([]);
      expect(await runs().load(id)).toMatchObject({ state: "running" });
      expect(await runs().write([entryOf(id, 2, { state: completed })])).toEqual(["written"]);
      expect(await runs().write([entryOf(id, 2, { attempts: [attemptOf(id)] })])).toEqual(["fenced"]);
    });

    test("what attempts cost adds up on the run, each once however often it is written", async () => {
      const queue = unique("queue");
      const { id, cost } = await create(queue);
      expect(cost).toBe(0);
      await claimOne(queue);
      const usage = { inputTokens: 10, outputTokens: 5, cost: 0.25 };
      const running = attemptOf(id, { state: "running", output: null, endedAt: null });
      const failed = attemptOf(id, { state: "failed", usage });
      const second = attemptOf(id, { attempt: 2, usage: { ...usage, cost: 0.5 } });
      const free = attemptOf(id, { step: "free", usage: { ...usage, cost: null } });
      await runs().write([entryOf(id, 1, { attempts: [running] })]);
      await runs().write([entryOf(id, 1, { attempts: [failed, free] })]);
      expect((await runs().load(id))?.cost).toBe(0.25);
      await runs().write([
        entryOf(id, 1, { attempts: [failed, second] }),
        entryOf(id, 1, { attempts: [second] }),
      ]);
      await runs().write([entryOf(id, 1, { attempts: [second, free] })]);
      expect((await runs().load(id))?.cost).toBe(0.75);
      expect((await runs().loadAttempts(id)).map((attempt) => attempt.usage)).toEqual([
        free.usage,
        failed.usage,
        second.usage,
      ]);
    });

    test("a write that is fenced off costs nothing", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      await endLease(id);
      await claimOne(queue, "other");
      const usage = { inputTokens: 1, outputTokens: 1, cost: 3 };
      await runs().write([entryOf(id, 1, { attempts: [attemptOf(id, { usage })] })]);
      expect((await runs().load(id))?.cost).toBe(0);
    });

    test("after an entry that gives the claim back, later ones of the batch are fenced", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      const completed: RunTransition = { to: "completed", output: 1 };
      const late: RunTransition = { to: "completed", output: 2 };
      expect(
        await runs().write([entryOf(id, 1, { state: completed }), entryOf(id, 1, { state: late })]),
      ).toEqual(["written", "fenced"]);
      expect((await runs().load(id))?.output).toBe(1);
    });

    test("a waiting run is due at its instant, then runs on with a higher token", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      await runs().write([entryOf(id, 1, { state: { to: "waiting", wakeAt: future } })]);
      expect(await runs().load(id)).toMatchObject({ state: "waiting", wakeAt: future });
      expect(await claim(queue)).toEqual([]);
      expect(await runs().nextDue()).not.toBeNull();
      await endLease(id);
      expect(await claimOne(queue)).toMatchObject({
        fencingToken: 2,
        run: { state: "running", wakeAt: null },
      });
    });

    test("a run that parks after its cancellation was asked for is due at once", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      await runs().requestCancel(id);
      await runs().write([entryOf(id, 1, { state: { to: "waiting", wakeAt: future } })]);
      expect((await claimOne(queue)).run.cancelRequested).toBe(true);
    });
  });

  describe("looking at runs", () => {
    test("runs are listed newest first by every filter, page by page", async () => {
      const environment = unique("env");
      const queue = unique("queue");
      const [one, two, three] = [
        await create(queue, { environment, slug: "alpha", version: "1.0.0", deploy: "d1" }),
        await create(queue, { environment, slug: "beta", version: "2.0.0", deploy: "d1" }),
        await create(queue, { environment, slug: "alpha", version: "2.0.0", deploy: "d2" }),
      ];
      const any = { environment, slug: null, states: [], version: null, deploy: null };
      const list = async (filter: Partial<Parameters<ReturnType<typeof runs>["list"]>[0]>) =>
        (await runs().list({ ...any, ...filter }, { limit: 10, cursor: null })).items.map(({ id }) => id);
      expect(await list({})).toEqual([three.id, two.id, one.id]);
      expect(await list({ slug: "alpha" })).toEqual([three.id, one.id]);
      expect(await list({ version: "2.0.0", deploy: "d1" })).toEqual([two.id]);
      expect(await list({ states: ["completed", "failed"] })).toEqual([]);
      expect(await list({ states: ["queued"] })).toHaveLength(3);
      const first = await runs().list(any, { limit: 2, cursor: null });
      const second = await runs().list(any, { limit: 2, cursor: first.next });
      expect([second.items.map(({ id }) => id), second.next]).toEqual([[one.id], null]);
    });

    test("logs are paged oldest first and filtered by step and level", async () => {
      const queue = unique("queue");
      const { id: run } = await create(queue);
      await claimOne(queue);
      const logs = (["info", "warn", "info"] as const).map((level, index) => ({
        run,
        step: index === 2 ? null : "greet",
        at: past,
        level,
        message: `line ${index}`,
      }));
      await runs().write([entryOf(run, 1, { logs })]);
      const all = { step: null, levels: [] };
      const first = await runs().listLogs(run, all, { limit: 2, cursor: null });
      const second = await runs().listLogs(run, all, { limit: 2, cursor: first.next });
      expect([...first.items, ...second.items]).toMatchObject(logs);
      const warnings = await runs().listLogs(
        run,
        { step: "greet", levels: ["warn"] },
        { limit: 9, cursor: null },
      );
      expect(warnings.items).toMatchObject([logs[1] ?? {}]);
    });

    test("counts follow the states", async () => {
      const queue = unique("queue");
      const before = await runs().counts();
      const { id } = await create(queue);
      await create(queue);
      await claimOne(queue);
      await runs().write([entryOf(id, 1, { state: { to: "completed", output: null } })]);
      const after = await runs().counts();
      expect([after.queued - before.queued, after.completed - before.completed]).toEqual([1, 1]);
    });
  });
}
