import { describe, expect, test } from "vitest";

import { attemptOf, newRun, unique } from "./builders.fixture.ts";
import { entryOf, future, past } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";
import { asked, parked, waiting, waitingHarness } from "./waiting-harness.fixture.ts";

const page = { limit: 10, cursor: null };

export function waitingContract(subject: SubjectOf): void {
  const { runs, create, claim, claimOne, ask } = waitingHarness(subject);

  const answerOf = (run: string, more: object = {}) => ({
    run,
    step: "ask",
    item: -1,
    attempt: 1,
    by: "token:ada",
    output: { ok: true },
    ...more,
  });

  describe("answering", () => {
    test("an answer is kept with the attempt and wakes the run, once", async () => {
      const queue = unique("queue");
      const id = await ask(queue);
      expect(await claim(queue)).toEqual([]);
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, index) => runs().answer(answerOf(id, { by: `token:${index}` }))),
      );
      expect(outcomes.toSorted()).toEqual(["accepted", ...Array<string>(5).fill("answered")]);
      const { attempts } = await claimOne(queue);
      const winner = `token:${outcomes.indexOf("accepted")}`;
      expect(attempts).toMatchObject([
        { state: "waiting", waitsFor: asked, reply: { by: winner, result: { output: { ok: true } } } },
      ]);
    });

    test("an answer that comes too late, or for nothing, is refused and changes nothing", async () => {
      const queue = unique("queue");
      const id = await ask(queue, { retryAt: past });
      expect(await runs().answer(answerOf(id))).toBe("expired");
      expect(await runs().answer(answerOf(id, { attempt: 2 }))).toBe("not-waiting");
      expect(await runs().answer(answerOf(id, { step: "other" }))).toBe("not-waiting");
      expect(await runs().answer(answerOf(id, { item: 0 }))).toBe("not-waiting");
      expect(await runs().answer(answerOf("nothing"))).toBe("not-waiting");
      expect(await runs().loadAttempts(id)).toMatchObject([{ reply: null }]);
      await runs().requestCancel(id);
      expect(await runs().answer(answerOf(id))).toBe("not-waiting");
    });

    test("a run that is held hears of it when it renews, and does not sleep over it when it parks", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      await runs().write([entryOf(id, 1, { attempts: [waiting(id)] })]);
      expect((await runs().renew("one", [id], 60_000)).get(id)?.hasReplies).toBe(false);
      expect((await runs().loadReplies(id)).attempts).toEqual([]);
      expect(await runs().answer(answerOf(id))).toBe("accepted");
      expect((await runs().renew("one", [id], 60_000)).get(id)?.hasReplies).toBe(true);
      const { at, attempts } = await runs().loadReplies(id);
      expect(attempts).toMatchObject([{ step: "ask", reply: { at: expect.any(String) } }]);
      expect(at >= (attempts[0]?.reply?.at ?? "")).toBe(true);
      await runs().write([entryOf(id, 1, { state: parked })]);
      expect((await claimOne(queue)).fencingToken).toBe(2);
    });

    test("what waits for people is listed by environment and run, page by page, until it is answered", async () => {
      const queue = unique("queue");
      const environment = unique("env");
      const { id } = await create(queue, { environment });
      await claimOne(queue);
      const items = [0, 1, 2].map((item) => waiting(id, { item }));
      const child = waiting(id, { step: "call", waitsFor: { kind: "run", run: "other" } });
      await runs().write([entryOf(id, 1, { attempts: [...items, child], state: parked })]);
      await ask(queue);
      const first = await runs().listApprovals({ environment, run: null }, { limit: 2, cursor: null });
      const second = await runs().listApprovals({ environment, run: null }, { limit: 2, cursor: first.next });
      expect([...first.items, ...second.items].map(({ item }) => item)).toEqual([0, 1, 2]);
      expect(first.items[0]).toMatchObject({ run: id, environment, step: "ask", asked, expiresAt: future });
      await runs().answer(answerOf(id, { item: 1 }));
      const left = await runs().listApprovals({ environment: null, run: id }, page);
      expect(left.items.map(({ item }) => item)).toEqual([0, 2]);
    });

    test("the newest attempt is found by step and item", async () => {
      const queue = unique("queue");
      const id = await ask(queue, { item: 3 });
      expect(await runs().loadLastAttempt(id, "ask", 3)).toMatchObject({ attempt: 1, waitsFor: asked });
      expect(await runs().loadLastAttempt(id, "ask", 4)).toBeNull();
    });
  });

  describe("a run that takes up another", () => {
    test("begins with the part of the journal that it keeps", async () => {
      const queue = unique("queue");
      const given = newRun({
        queue,
        retryOf: { run: "before", keys: { ask: "before" }, actors: ["token:ci"] },
      });
      await runs().create(given, [attemptOf(given.id)]);
      const claimed = await claimOne(queue);
      expect(claimed.attempts).toEqual([attemptOf(given.id)]);
      expect(claimed.run.retryOf).toEqual(given.retryOf);
    });
  });
}
