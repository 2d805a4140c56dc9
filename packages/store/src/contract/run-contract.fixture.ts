import { describe, expect, test } from "vitest";

import { attemptOf, newRun, unique } from "./builders.fixture.ts";
import { entryOf, past, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function runContract(subject: SubjectOf): void {
  const { runs, create, claim, claimOne, endLease } = runHarness(subject);

  describe("creating runs", () => {
    test("a run is durable with its provenance, and its event is appended", async () => {
      const given = newRun({ input: { name: "ü\0" } });
      const { run, isNew } = await runs().create(given);
      expect(isNew).toBe(true);
      expect(run).toMatchObject({ id: given.id, state: "queued", output: null, cancelRequested: false });
      expect(await runs().load(given.id)).toEqual(run);
      const queued = await subject().sql(`SELECT name FROM events WHERE body LIKE '%${given.id}%'`);
      expect(queued).toEqual([{ name: "run.queued" }]);
      expect(await runs().load("nothing")).toBeNull();
    });

    const keyOf = (key: string, body: string) =>
      ({ scope: "token/run", key, body: `sha256:${body}` }) as const;

    test("the same key gives the first run, however many ask at once", async () => {
      const key = unique("key");
      const created = await Promise.all(
        Array.from({ length: 8 }, () => runs().create(newRun({ idempotency: keyOf(key, "a") }))),
      );
      expect(new Set(created.map(({ run }) => run.id)).size).toBe(1);
      expect(created.filter(({ isNew }) => isNew)).toHaveLength(1);
    });

    test("the same key with another body is refused", async () => {
      const key = unique("key");
      await runs().create(newRun({ idempotency: keyOf(key, "a") }));
      await expect(runs().create(newRun({ idempotency: keyOf(key, "b") }))).rejects.toMatchObject({
        kind: "unprocessable",
        code: "IDEMPOTENCY_MISMATCH",
      });
    });

    test("a key is free again after a day", async () => {
      const key = unique("key");
      await runs().create(newRun({ idempotency: keyOf(key, "a") }));
      await subject().sql(`UPDATE idempotency_keys SET created_at = '${past}' WHERE key = '${key}'`);
      expect(await runs().create(newRun({ idempotency: keyOf(key, "b") }))).toMatchObject({ isNew: true });
    });

    test("two runs of one id are a conflict", async () => {
      const given = newRun();
      await runs().create(given);
      await expect(runs().create(given)).rejects.toMatchObject({ kind: "conflict" });
    });
  });

  describe("claiming runs", () => {
    test("higher priority goes first, then the older one", async () => {
      const queue = unique("queue");
      const made = [];
      for (const priority of [5, 9, 5, 0]) made.push(await create(queue, { priority }));
      const [a, b, c, d] = made.map(({ id }) => id);
      expect((await claim(queue, { limit: 3 })).map(({ run }) => run.id)).toEqual([b, a, c]);
      expect((await claim(queue)).map(({ run }) => run.id)).toEqual([d]);
    });

    test("a claimed run is running, holds a first token and an empty journal", async () => {
      const queue = unique("queue");
      await create(queue);
      const claimed = await claimOne(queue);
      expect(claimed).toMatchObject({
        fencingToken: 1,
        attempts: [],
        run: { state: "running", wakeAt: null },
      });
      expect(claimed.run.startedAt).not.toBeNull();
      expect(await claim(queue, { holder: "other" })).toEqual([]);
    });

    test("runners at once never claim the same run", async () => {
      const queue = unique("queue");
      await Promise.all(Array.from({ length: 30 }, () => create(queue)));
      const claims = await Promise.all(
        Array.from({ length: 6 }, (_, index) => claim(queue, { holder: `runner-${index}`, limit: 5 })),
      );
      const rest = await claim(queue, { limit: 100 });
      const ids = [...claims.flat(), ...rest].map(({ run }) => run.id);
      expect([ids.length, new Set(ids).size]).toEqual([30, 30]);
    });

    test("only the named queues are served", async () => {
      const [one, other] = [unique("queue"), unique("queue")];
      await create(one);
      expect(await claim(other)).toEqual([]);
      const all = await runs().claim({ holder: "one", queues: null, limit: 1_000, leaseMs: 60_000 });
      expect(all.map(({ run }) => run.queue)).toContain(one);
      await runs().release(
        "one",
        all.map(({ run }) => run.id),
      );
    });

    test("a run whose lease ended is taken over with its journal and a higher token", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      await runs().write([
        entryOf(id, 1, { attempts: [attemptOf(id), attemptOf(id, { step: "next", state: "running" })] }),
      ]);
      await endLease(id);
      const taken = await claimOne(queue, "other");
      expect(taken.fencingToken).toBe(2);
      expect(taken.attempts.map(({ step, state }) => `${step} ${state}`).sort()).toEqual([
        "greet completed",
        "next running",
      ]);
    });

    test("a released run may be taken at once, and its old holder is fenced", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      await runs().release("other", [id]);
      expect(await claim(queue, { holder: "other" })).toEqual([]);
      await runs().release("one", [id]);
      expect(await runs().write([entryOf(id, 1)])).toEqual(["fenced"]);
      expect((await claimOne(queue, "other")).fencingToken).toBe(2);
    });

    test("renewing tells which runs are still ours and which are to be cancelled", async () => {
      const queue = unique("queue");
      const [kept, cancelled, lost] = [await create(queue), await create(queue), await create(queue)];
      await claim(queue);
      await endLease(lost.id);
      await claim(queue, { holder: "other" });
      expect(await runs().requestCancel(cancelled.id)).toBe(true);
      const ids = [kept.id, cancelled.id, lost.id];
      expect(await runs().renew("one", ids, 60_000)).toEqual(
        new Map([
          [kept.id, { cancelRequested: false, hasReplies: false }],
          [cancelled.id, { cancelRequested: true, hasReplies: false }],
        ]),
      );
    });
  });
}
