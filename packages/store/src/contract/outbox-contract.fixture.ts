import type { NewOutboxEntry, OutboxEntry } from "@lockstep/model";
import { beforeEach, describe, expect, test } from "vitest";

import { applyNew, unique } from "./builders.fixture.ts";
import { future, past } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function outboxContract(subject: SubjectOf): void {
  const outbox = () => subject().store.outbox;
  let topic: string;
  const entry = (target: string, number = 1): NewOutboxEntry => ({ topic, target, body: { number } });
  const due = (limit = 10) => outbox().listDue([topic], limit);
  const page = (cursor: string | null = null) => ({ limit: 100, cursor });

  async function appendOne(target = unique("target")): Promise<OutboxEntry> {
    await outbox().append([entry(target)]);
    const found = (await due(100)).find((each) => each.target === target);
    if (found === undefined) throw new Error("The entry is not due.");
    return found;
  }

  const stored = async (position: number) =>
    (await outbox().list({ state: null }, page())).items.find((each) => each.position === position);

  describe("the outbox", () => {
    beforeEach(() => {
      topic = unique("topic");
    });

    test("what is due is listed oldest first, of the topics that are asked for", async () => {
      await outbox().append([entry("a"), entry("b")]);
      await outbox().append([entry("c"), { ...entry("d"), topic: unique("other") }]);
      expect((await due()).map(({ target }) => target)).toEqual(["a", "b", "c"]);
      expect((await due(2)).map(({ target }) => target)).toEqual(["a", "b"]);
      expect(await outbox().listDue([], 10)).toEqual([]);
      expect((await due())[0]).toMatchObject({
        body: { number: 1 },
        edition: 1,
        attempts: 0,
        deliveredAt: null,
        deadAt: null,
        error: null,
      });
    });

    test("targets that are busy are left out", async () => {
      await outbox().append([entry("a/b/1"), entry("a/bc/2"), entry("c/d/3")]);
      const without = async (...starts: readonly string[]) =>
        (await outbox().listDue([topic], 10, starts)).map(({ target }) => target);
      expect(await without("a/b/")).toEqual(["a/bc/2", "c/d/3"]);
      expect(await without("a/b/", "c/d/")).toEqual(["a/bc/2"]);
    });

    test("a newer body keeps the place of the older one and is due at once", async () => {
      const first = await appendOne("a");
      await appendOne("b");
      await outbox().retryLater(first, future, "The forge is away.");
      expect((await due()).map(({ target }) => target)).toEqual(["b"]);
      expect(await stored(first.position)).toMatchObject({ attempts: 1, error: "The forge is away." });
      await outbox().append([entry("a", 2), entry("a", 3)]);
      const [newer, other] = await due();
      expect(newer).toMatchObject({
        position: first.position,
        edition: 2,
        body: { number: 3 },
        attempts: 0,
        error: null,
      });
      expect(other?.target).toBe("b");
    });

    test("what came while the older one was sent is still to be sent", async () => {
      const sent = await appendOne("a");
      await outbox().append([entry("a", 2)]);
      expect(await outbox().markDelivered(sent)).toBe(false);
      const [newer] = await due();
      expect(newer).toMatchObject({ position: sent.position, body: { number: 2 } });
      expect(await outbox().markDelivered({ position: sent.position, edition: 2 })).toBe(true);
      expect(await due()).toEqual([]);
      expect(await outbox().markDelivered({ position: sent.position, edition: 2 })).toBe(false);
    });

    test("a refusal of the older one gives up nothing newer", async () => {
      const refused = await appendOne("a");
      await outbox().append([entry("a", 2)]);
      await outbox().bury(refused, "Refused.");
      await outbox().retryLater(refused, future, "The forge is away.");
      expect(await due()).toMatchObject([{ body: { number: 2 }, attempts: 0, error: null }]);
    });

    test("after a delivery the same target has a new entry", async () => {
      const first = await appendOne("a");
      await outbox().markDelivered(first);
      const second = await appendOne("a");
      expect(second.position).toBeGreaterThan(first.position);
      expect(second.edition).toBe(1);
    });

    test("a dead one is not due until somebody revives it", async () => {
      const { position } = await appendOne();
      const before = await outbox().counts();
      await outbox().bury({ position, edition: 1 }, "Refused.");
      const after = await outbox().counts();
      expect([after.pending - before.pending, after.dead - before.dead]).toEqual([-1, 1]);
      expect(await due()).toEqual([]);
      expect(await stored(position)).toMatchObject({ error: "Refused.", attempts: 1 });
      expect(await outbox().revive(position)).toBe(true);
      expect(await due()).toMatchObject([{ position, attempts: 0, deadAt: null, error: "Refused." }]);
      expect(await outbox().revive(position)).toBe(false);
    });

    test.each(["waiting", "delivered", "dead"])(
      "a dead one stays dead when a newer one of its target is %s",
      async (state) => {
        const old = await appendOne("a");
        await outbox().bury(old, "Refused.");
        const newer = await appendOne("a");
        if (state === "delivered") await outbox().markDelivered(newer);
        if (state === "dead") await outbox().bury(newer, "Refused.");
        expect(await outbox().revive(old.position)).toBe(false);
        expect(await outbox().revive(newer.position)).toBe(state === "dead");
      },
    );

    test("is listed newest first, by state and in pages", async () => {
      const entries = [await appendOne(), await appendOne(), await appendOne()];
      const [waiting, dead, delivered] = entries.map(({ position }) => position);
      await outbox().bury({ position: dead ?? 0, edition: 1 }, "Refused.");
      await outbox().markDelivered({ position: delivered ?? 0, edition: 1 });
      const positions = async (state: "pending" | "delivered" | "dead" | null) =>
        (await outbox().list({ state }, page())).items.flatMap((each) =>
          each.topic === topic ? [each.position] : [],
        );
      expect(await positions(null)).toEqual([delivered, dead, waiting]);
      expect(await positions("pending")).toEqual([waiting]);
      expect(await positions("dead")).toEqual([dead]);
      expect(await positions("delivered")).toEqual([delivered]);
      const first = await outbox().list({ state: null }, { limit: 1, cursor: null });
      const second = await outbox().list({ state: null }, { limit: 1, cursor: first.next });
      expect([first, second].flatMap(({ items }) => items.map(({ position }) => position))).toEqual([
        delivered,
        dead,
      ]);
    });

    test("pruning removes what was delivered, and dead ones that were overtaken", async () => {
      const delivered = await appendOne();
      const overtaken = await appendOne("a");
      await outbox().bury(overtaken, "Refused.");
      const newest = await appendOne("a");
      const dead = await appendOne();
      await outbox().bury(dead, "Refused.");
      await outbox().markDelivered(delivered);
      expect(await outbox().prune(past)).toBe(0);
      expect(await outbox().prune(future)).toBeGreaterThanOrEqual(2);
      const kept = (await outbox().list({ state: null }, page())).items.filter(
        (each) => each.topic === topic,
      );
      expect(kept.map(({ position }) => position)).toEqual([dead.position, newest.position]);
    });

    test("the oldest that waits tells how far behind it is", async () => {
      await appendOne();
      const { oldestAt, pending } = await outbox().counts();
      expect(pending).toBeGreaterThan(0);
      expect(oldestAt).toMatch(/^\d{4}-.*Z$/);
    });

    test.each<[string, () => Promise<unknown>]>([
      ["an entry is appended", () => outbox().append([entry("a")])],
      ["an apply writes one", () => applyNew(subject().store, unique("env"), [])],
      [
        "a report is saved",
        () => subject().store.pullRequests.saveReported(unique("pull"), "key", [entry("a")]),
      ],
    ])("who listens is told when %s", async (_, act) => {
      let count = 0;
      const heard = new Promise<void>((resolve) => {
        const stop = subject().store.signals.listen("event", () => {
          count += 1;
          stop();
          resolve();
        });
      });
      await act();
      await heard;
      expect(count).toBe(1);
    });
  });
}
