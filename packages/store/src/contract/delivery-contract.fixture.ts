import type { Delivery, DeliveryState, NewDelivery } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { newDelivery } from "./new-delivery.fixture.ts";
import { future, past } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function deliveryContract(subject: SubjectOf): void {
  const deliveries = () => subject().store.deliveries;

  const listed = async (states: readonly DeliveryState[] = []): Promise<readonly Delivery[]> =>
    (await deliveries().list({ states }, { limit: 100, cursor: null })).items;

  async function receive(more: Partial<NewDelivery> = {}): Promise<Delivery> {
    const delivery = newDelivery(more);
    expect(await deliveries().receive(delivery)).toBe("new");
    const found = (await listed()).find(({ id }) => id === delivery.id);
    if (found === undefined) throw new Error("The delivery is not listed.");
    return found;
  }

  const stored = async (position: number) => (await listed()).find((each) => each.position === position);
  const isPending = async (position: number) =>
    (await deliveries().listPending(1_000)).some((each) => each.position === position);

  describe("deliveries", () => {
    test("what came in is kept as it was given", async () => {
      const request = {
        action: "revalidate",
        check: "lockstep / validate",
        checkRun: "9",
        sender: "ada",
      } as const;
      const given = newDelivery({
        event: "check_run",
        action: "requested_action",
        hint: { ...newDelivery().hint, request },
      });
      await deliveries().receive(given);
      expect((await listed())[0]).toEqual({
        ...given,
        position: expect.any(Number),
        state: "pending",
        because: null,
        attempts: 0,
        receivedAt: expect.stringMatching(/Z$/),
        endedAt: null,
      });
    });

    test("the same id of the same hook is known, of another hook it is not", async () => {
      const delivery = newDelivery();
      const answers = await Promise.all(Array.from({ length: 8 }, () => deliveries().receive(delivery)));
      expect(answers.toSorted()).toEqual([...Array.from({ length: 7 }, () => "known"), "new"]);
      expect(await deliveries().receive({ ...delivery, hook: "2" })).toBe("new");
    });

    test("those that are due are listed oldest first", async () => {
      const [first, second, third] = [await receive(), await receive(), await receive()];
      await deliveries().retryLater(second.position, future, "The forge is away.");
      const pending = (await deliveries().listPending(1_000)).map(({ position }) => position);
      expect(pending.filter((position) => position >= first.position)).toEqual([
        first.position,
        third.position,
      ]);
      expect(await deliveries().listPending(1)).toHaveLength(1);
      expect(await stored(second.position)).toMatchObject({
        state: "pending",
        attempts: 1,
        because: "The forge is away.",
      });
      await deliveries().retryLater(second.position, past, "The forge is away.");
      expect(await isPending(second.position)).toBe(true);
    });

    test.each<Exclude<DeliveryState, "pending">>(["done", "ignored", "dead"])(
      "a delivery ends once as %s",
      async (state) => {
        const [one, other] = [await receive(), await receive()];
        const positions = [one.position, other.position];
        await deliveries().settle(positions, state, "Because.");
        await deliveries().settle(positions, state === "done" ? "dead" : "done", "Too late.");
        await deliveries().retryLater(one.position, past, "Too late.");
        for (const position of positions) {
          expect(await stored(position)).toMatchObject({
            state,
            because: "Because.",
            attempts: 0,
            endedAt: expect.any(String),
          });
          expect(await isPending(position)).toBe(false);
        }
        expect((await listed([state])).map(({ position }) => position)).toContain(one.position);
        expect((await listed(["pending"])).map(({ position }) => position)).not.toContain(one.position);
      },
    );

    test("a dead one that is revived is pending again, others are not touched", async () => {
      const [dead, done] = [await receive(), await receive()];
      await deliveries().retryLater(dead.position, past, "Broken.");
      await deliveries().settle([dead.position], "dead", "Broken.");
      await deliveries().settle([done.position], "done", "Looked.");
      expect(await deliveries().revive(dead.position)).toBe(true);
      expect(await deliveries().revive(dead.position)).toBe(false);
      expect(await deliveries().revive(done.position)).toBe(false);
      expect(await isPending(dead.position)).toBe(true);
      expect(await stored(dead.position)).toMatchObject({
        state: "pending",
        attempts: 0,
        because: null,
        endedAt: null,
      });
    });

    test("are listed newest first in pages", async () => {
      const [older, newer] = [await receive(), await receive()];
      const first = await deliveries().list({ states: [] }, { limit: 1, cursor: null });
      const second = await deliveries().list({ states: [] }, { limit: 1, cursor: first.next });
      expect([...first.items, ...second.items]).toEqual([newer, older]);
    });

    test("the newest one tells when the last one came", async () => {
      const { receivedAt } = await receive();
      expect(await deliveries().lastReceivedAt()).toBe(receivedAt);
    });

    test("pruning removes what has ended, not what is pending", async () => {
      const [pending, ended] = [await receive(), await receive()];
      await deliveries().settle([ended.position], "ignored", "Nothing of ours.");
      expect(await deliveries().prune(past)).toBe(0);
      expect(await deliveries().prune(future)).toBeGreaterThan(0);
      expect(await stored(pending.position)).toBeDefined();
      expect(await stored(ended.position)).toBeUndefined();
    });

    test("the controller is told of what is new", async () => {
      const heard = new Promise<void>((resolve) => {
        const stop = subject().store.signals.listen("hint", () => {
          stop();
          resolve();
        });
      });
      await deliveries().receive(newDelivery());
      await heard;
    });
  });
}
