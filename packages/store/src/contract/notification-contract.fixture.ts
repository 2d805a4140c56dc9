import type { NewOutboxEntry, OrgEvent } from "@lockstep/model";
import { beforeEach, describe, expect, test } from "vitest";

import { unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function notificationContract(subject: SubjectOf): void {
  let topic: string;
  let environment: string;

  const everything = { limit: 100, names: ["deploy.applied", "deploy.refused"] } as const;
  const compose = (events: readonly OrgEvent[]): readonly NewOutboxEntry[] =>
    events.map(({ id, name }) => ({ topic, target: `${environment}/ops/${id}`, body: { name } }));

  async function happen(...names: readonly ("deploy.applied" | "deploy.refused" | "run.queued")[]) {
    const { events } = subject().store;
    await events.append(names.map((name) => ({ name, environment, body: {} })));
    await events.publish();
  }

  const told = async () =>
    (await subject().store.outbox.listDue([topic], 100)).map(({ body }) => body["name"]);

  describe("passing events on", () => {
    beforeEach(async () => {
      topic = unique("topic");
      environment = unique("env");
      await subject().store.events.publish();
      while (await subject().store.notifications.advance({ limit: 1_000, names: [] }, () => []));
    });

    test("each event is given once, in order, and only those that are wanted", async () => {
      const { notifications } = subject().store;
      await happen("deploy.applied", "run.queued", "deploy.refused");
      expect(await notifications.advance(everything, compose)).toBe(false);
      expect(await told()).toEqual(["deploy.applied", "deploy.refused"]);
      await notifications.advance(everything, () => {
        throw new Error("These were passed on already.");
      });
    });

    test("what nobody wants is left behind", async () => {
      const { notifications } = subject().store;
      await happen("run.queued");
      await notifications.advance({ limit: 100, names: [] }, compose);
      await notifications.advance({ limit: 100, names: ["run.queued"] }, compose);
      expect(await told()).toEqual([]);
    });

    test("a page says whether there may be more", async () => {
      const { notifications } = subject().store;
      await happen("deploy.applied", "deploy.refused", "deploy.applied");
      const page = { ...everything, limit: 2 };
      expect(await notifications.advance(page, compose)).toBe(true);
      expect(await told()).toHaveLength(2);
      expect(await notifications.advance(page, compose)).toBe(false);
      expect(await told()).toHaveLength(3);
    });

    test("what cannot be composed is tried again", async () => {
      const { notifications } = subject().store;
      await happen("deploy.applied");
      const failing = notifications.advance(everything, () => {
        throw new RangeError("no");
      });
      await expect(failing).rejects.toThrow("no");
      await notifications.advance(everything, compose);
      expect(await told()).toEqual(["deploy.applied"]);
    });

    test("of many at once one passes each event on", async () => {
      const { notifications } = subject().store;
      await happen("deploy.applied", "deploy.refused");
      await Promise.all(Array.from({ length: 5 }, () => notifications.advance(everything, compose)));
      expect(new Set(await told())).toEqual(new Set(["deploy.applied", "deploy.refused"]));
      const { outbox } = subject().store;
      expect((await outbox.listDue([topic], 10)).map(({ edition }) => edition)).toEqual([1, 1]);
    });

    test("going on after events were removed starts at the oldest that is left", async () => {
      const { notifications, events } = subject().store;
      await happen("deploy.applied", "deploy.refused");
      await events.prune("2999-01-01T00:00:00.000Z");
      await notifications.advance(everything, compose);
      expect(await told()).toEqual(["deploy.refused"]);
    });
  });
}
