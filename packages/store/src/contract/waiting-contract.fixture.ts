import type { ParentStep, RunTransition, StepAttempt } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import {
  applicationOf,
  assign,
  attemptOf,
  deployOf,
  newRun,
  pipeline,
  takeLease,
  unique,
} from "./builders.fixture.ts";
import { entryOf, future, past, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const page = { limit: 10, cursor: null };
const parked: RunTransition = { to: "waiting", wakeAt: future };
const asked = { kind: "person", prompt: "Ship?", assignees: ["team:ops"], form: { type: "object" } } as const;

const waiting = (run: string, more: Partial<StepAttempt> = {}): StepAttempt =>
  attemptOf(run, {
    step: "ask",
    state: "waiting",
    output: null,
    endedAt: null,
    retryAt: future,
    waitsFor: asked,
    ...more,
  });

const parentOf = (run: string, more: Partial<ParentStep> = {}): ParentStep => ({
  run,
  step: "ask",
  item: -1,
  attempt: 1,
  isAwaited: true,
  ancestors: ["above"],
  ...more,
});

export function waitingContract(subject: SubjectOf): void {
  const { runs, create, claim, claimOne } = runHarness(subject);

  /** A run that waits for a person, parked. */
  async function ask(queue: string, more: Partial<StepAttempt> = {}): Promise<string> {
    const { id } = await create(queue);
    await claimOne(queue);
    await runs().write([entryOf(id, 1, { attempts: [waiting(id, more)], state: parked })]);
    return id;
  }

  /** A parked run with a child that it awaits, queued. */
  async function callChild(queue: string, below = queue): Promise<{ above: string; below: string }> {
    const { id: above } = await create(queue);
    await claimOne(queue);
    const child = newRun({ queue: below, slug: "below", parent: parentOf(above) });
    const row = waiting(above, { waitsFor: { kind: "run", run: child.id } });
    await runs().write([entryOf(above, 1, { attempts: [row], children: [child], state: parked })]);
    return { above, below: child.id };
  }

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
      expect(await runs().loadAttempt(id, "ask", 3)).toMatchObject({ attempt: 1, waitsFor: asked });
      expect(await runs().loadAttempt(id, "ask", 4)).toBeNull();
    });
  });

  describe("runs that steps start", () => {
    test("come into being with the entry that says so, and not with one that is refused", async () => {
      const queue = unique("queue");
      const { above, below } = await callChild(queue);
      expect(await runs().load(below)).toMatchObject({ state: "queued", parent: parentOf(above) });
      const orphan = newRun({ queue, parent: parentOf(above) });
      expect(await runs().write([entryOf(above, 1, { children: [orphan] })])).toEqual(["fenced"]);
      expect(await runs().load(orphan.id)).toBeNull();
    });

    test.each([
      [{ to: "completed", output: 7 }, { output: 7 }],
      [
        { to: "failed", error: { type: "http", message: "It broke." } },
        { error: { type: "execution", details: { status: "failed", error: { type: "http" } } } },
      ],
    ] as const)("that are awaited wake the run above with their end, %j", async (end, result) => {
      const queue = unique("queue");
      const { above, below } = await callChild(queue);
      await claimOne(queue);
      await runs().write([entryOf(below, 1, { state: end })]);
      const { run, attempts } = await claimOne(queue);
      expect(run.id).toBe(above);
      expect(attempts).toMatchObject([{ state: "waiting", reply: { by: below, result } }]);
    });

    test("that nobody awaits wake nobody", async () => {
      const queue = unique("queue");
      const above = await ask(queue);
      const { id } = await create(queue, { parent: parentOf(above, { isAwaited: false }) });
      await claimOne(queue);
      await runs().write([entryOf(id, 1, { state: { to: "completed", output: null } })]);
      expect(await claim(queue)).toEqual([]);
    });

    test("end many at once while the runs above are written to", async () => {
      const queue = unique("queue");
      const families = [];
      const children = unique("queue");
      for (let made = 0; made < 8; made += 1) families.push(await callChild(queue, children));
      const claimed = await claim(children, { limit: 100 });
      const ends = claimed.map(({ run }) =>
        entryOf(run.id, 1, { state: { to: "completed", output: run.id } }),
      );
      const halves = [ends.slice(0, 4), ends.slice(4)];
      await Promise.all([
        ...halves.map((half) => runs().write(half)),
        ...families.map(({ above }) => runs().loadReplies(above)),
      ]);
      const woken = await claim(queue, { limit: 100 });
      expect(woken.map(({ run }) => run.id).toSorted()).toEqual(
        families.map(({ above }) => above).toSorted(),
      );
    });
  });

  describe("cancelling", () => {
    test("ends queued and waiting runs at once, with their open attempts, and tells others", async () => {
      const queue = unique("queue");
      const id = await ask(queue);
      const { id: queued } = await create(queue);
      expect(await runs().requestCancel(id)).toBe(true);
      expect(await runs().requestCancel(queued)).toBe(true);
      for (const each of [id, queued]) {
        expect(await runs().load(each)).toMatchObject({ state: "cancelled", error: { type: "cancelled" } });
        expect((await runs().load(each))?.endedAt).not.toBeNull();
        const told = await subject().sql(
          `SELECT name FROM events WHERE name = 'run.cancelled' AND body LIKE '%${each}%'`,
        );
        expect(told).toHaveLength(1);
      }
      expect(await runs().loadAttempts(id)).toMatchObject([{ state: "cancelled", retryAt: null }]);
      expect(await claim(queue)).toEqual([]);
      expect(await runs().requestCancel(id)).toBe(false);
    });

    test("a running run leaves it to its runner, which hears of it", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      await claimOne(queue);
      expect(await runs().requestCancel(id)).toBe(true);
      expect(await runs().load(id)).toMatchObject({ state: "running", cancelRequested: true });
      expect(await runs().write([entryOf(id, 1, { attempts: [attemptOf(id)] })])).toEqual(["written"]);
    });

    test("reaches awaited runs below, however deep, and no others", async () => {
      const queue = unique("queue");
      const top = await ask(queue);
      const middle = (await create(queue, { parent: parentOf(top) })).id;
      const bottom = (await create(queue, { parent: parentOf(middle) })).id;
      const free = (await create(queue, { parent: parentOf(top, { isAwaited: false }) })).id;
      await runs().requestCancel(top);
      const states = await Promise.all([top, middle, bottom, free].map((id) => runs().load(id)));
      expect(states.map((run) => run?.state)).toEqual(["cancelled", "cancelled", "cancelled", "queued"]);
    });

    test("comes with the entry that stops waiting for a run", async () => {
      const queue = unique("queue");
      const { above, below } = await callChild(queue);
      await subject().sql(`UPDATE runs SET due_at = '${past}' WHERE id = '${above}'`);
      await runs().claim({ holder: "one", limit: 1, leaseMs: 60_000, queues: [queue] });
      await runs().write([entryOf(above, 2, { abandoned: [below] })]);
      expect(await runs().load(below)).toMatchObject({ state: "cancelled" });
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

  describe("locks", () => {
    test("are those of the last apply, with everything below, and refuse what no deploy assigned", async () => {
      const environment = unique("env");
      const slugs = [unique("top"), unique("mid"), unique("low")] as const;
      const [top, mid, low] = slugs.map((slug) => pipeline(slug, { version: "1.2.0" }));
      if (top === undefined || mid === undefined || low === undefined) throw new Error("three were made");
      const lockOf = (caller: string, { slug: callee, version, content }: typeof mid) => ({
        caller,
        callee,
        range: "^1.0.0",
        version,
        content,
      });
      const locks = [lockOf(top.slug, mid), lockOf(mid.slug, low)];
      const deploy = deployOf({ environment, changes: [top, mid, low].map((to) => assign(to)) });
      const planned = { ...deploy, plan: { ...deploy.plan, locks } };
      const fencingToken = await takeLease(subject().store, environment);
      await subject().store.deploys.apply(applicationOf(planned, [top, mid, low], { fencingToken }));
      const { environments } = subject().store;
      const pinned = (lock: (typeof locks)[number], { manifest }: typeof mid) => ({
        ...lock,
        manifest,
        deploy: deploy.id,
      });
      const [first, second] = locks;
      if (first === undefined || second === undefined) throw new Error("two were made");
      expect(await environments.loadLocks(environment, top.slug)).toEqual(
        [pinned(first, mid), pinned(second, low)].toSorted((a, b) => (a.caller < b.caller ? -1 : 1)),
      );
      expect(await environments.loadLocks(environment, mid.slug)).toEqual([pinned(second, low)]);
      expect(await environments.loadLocks(environment, low.slug)).toEqual([]);
      await subject().sql(`UPDATE callee_locks SET manifest = 'sha256:other' WHERE callee = '${low.slug}'`);
      await expect(environments.loadLocks(environment, top.slug)).rejects.toMatchObject({
        kind: "row-tampered",
      });
    });
  });
}
