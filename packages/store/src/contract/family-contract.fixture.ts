import { describe, expect, test } from "vitest";

import { attemptOf, newRun, unique } from "./builders.fixture.ts";
import { entryOf, past } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";
import { parentOf, waitingHarness } from "./waiting-harness.fixture.ts";

export function familyContract(subject: SubjectOf): void {
  const { runs, create, claim, claimOne, ask, callChild } = waitingHarness(subject);

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
}
