import type { NewEvent } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function eventContract(subject: SubjectOf): void {
  const events = () => subject().store.events;
  const eventOf = (environment: string, number = 0): NewEvent => ({
    name: "environment.observed",
    environment,
    body: { number },
  });

  describe("events", () => {
    test("an event is seen once it has a number, and numbers follow the order of commits", async () => {
      const environment = unique("env");
      await events().publish();
      const start = await events().lastId();
      await events().append([eventOf(environment, 1), eventOf(environment, 2)]);
      await events().append([eventOf(environment, 3)]);
      expect(await events().list(start, { environment }, 10)).toEqual([]);
      expect(await events().publish()).toBe(3);
      expect(await events().publish()).toBe(0);
      const listed = await events().list(start, { environment }, 10);
      expect(listed.map(({ id, body }) => [id, body["number"]])).toEqual([
        [start + 1, 1],
        [start + 2, 2],
        [start + 3, 3],
      ]);
      expect(await events().lastId()).toBe(start + 3);
    });

    test("publishers at once give every event one number, without gaps", async () => {
      const environment = unique("env");
      await events().publish();
      const start = await events().lastId();
      const appended = Array.from({ length: 40 }, (_, number) =>
        events().append([eventOf(environment, number)]),
      );
      const published = Array.from({ length: 6 }, () => events().publish());
      await Promise.all([...appended, ...published]);
      await events().publish();
      const listed = await events().list(start, { environment: null }, 100);
      expect(listed.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, index) => start + 1 + index));
      expect(new Set(listed.map(({ body }) => body["number"])).size).toBe(40);
    });

    test("a reader goes on where it was, in one environment or all", async () => {
      const [one, other] = [unique("env"), unique("env")];
      await events().publish();
      const start = await events().lastId();
      await events().append([eventOf(one, 1), eventOf(other, 2), eventOf(one, 3)]);
      await events().publish();
      const numbers = async (after: number, environment: string | null, limit: number) =>
        (await events().list(after, { environment }, limit)).map(({ body }) => body["number"]);
      expect(await numbers(start, one, 10)).toEqual([1, 3]);
      expect(await numbers(start, null, 2)).toEqual([1, 2]);
      expect(await numbers(start + 2, null, 10)).toEqual([3]);
    });

    test("pruning removes what is older, and numbers still grow", async () => {
      const environment = unique("env");
      await events().append([eventOf(environment, 1), eventOf(environment, 2)]);
      await events().publish();
      const last = await events().lastId();
      expect(await events().prune("2000-01-01T00:00:00.000Z")).toBe(0);
      expect(await events().prune("2999-01-01T00:00:00.000Z")).toBeGreaterThan(0);
      expect(await events().prune("2999-01-01T00:00:00.000Z")).toBe(0);
      await events().append([eventOf(environment, 3)]);
      await events().publish();
      expect(await events().lastId()).toBe(last + 1);
      expect((await events().list(0, { environment }, 10)).map(({ body }) => body["number"])).toEqual([2, 3]);
    });

    test("who listens is told when events are published", async () => {
      const heard = new Promise<void>((resolve) => {
        const stop = subject().store.signals.listen("event", () => {
          stop();
          resolve();
        });
      });
      await events().append([eventOf(unique("env"))]);
      await heard;
    });
  });
}
