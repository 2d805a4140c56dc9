import { describe, expect, test } from "vitest";

import { unique } from "./builders.fixture.ts";
import { entryOf, past, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function workerContract(subject: SubjectOf): void {
  const { runs, create, claim, claimOne, endLease } = runHarness(subject);
  const workers = () => subject().store.workers;
  const minute = 60_000;

  const beat = (id: string, more: { running?: number; isDraining?: boolean; pool?: string } = {}) =>
    workers().beat({
      id,
      name: `host:${id}`,
      queues: ["data", "finance"],
      concurrency: 8,
      running: 0,
      isDraining: false,
      pool: null,
      ...more,
    });

  const silence = (id: string) => subject().sql(`UPDATE workers SET beat_at = '${past}' WHERE id = '${id}'`);

  describe("workers", () => {
    test("are listed as of their last sign of life until they leave", async () => {
      const id = unique("worker");
      await beat(id);
      await beat(id, { running: 3, isDraining: true });
      const found = (await workers().list()).find((worker) => worker.id === id);
      expect(found).toMatchObject({
        name: `host:${id}`,
        queues: ["data", "finance"],
        concurrency: 8,
        running: 3,
        isDraining: true,
      });
      await workers().leave(id);
      expect((await workers().list()).some((worker) => worker.id === id)).toBe(false);
    });

    test("lose their runs when they are silent, to anyone, at once, and cannot write any more", async () => {
      const [quiet, alive, queue] = [unique("worker"), unique("worker"), unique("queue")];
      await Promise.all([beat(quiet), beat(alive)]);
      await create(queue);
      await create(queue);
      const lost = await claimOne(queue, quiet);
      const kept = await claimOne(queue, alive);
      await silence(quiet);
      expect(await workers().takeOver(minute)).toEqual({ workers: [`host:${quiet}`], runs: 1 });
      expect(await workers().takeOver(minute)).toEqual({ workers: [], runs: 0 });
      expect(await runs().write([entryOf(lost.run.id, lost.fencingToken)])).toEqual(["fenced"]);
      expect(await runs().write([entryOf(kept.run.id, kept.fencingToken)])).toEqual(["written"]);
      expect((await claim(queue, { holder: alive })).map(({ run }) => run.id)).toEqual([lost.run.id]);
      expect(await runs().write([entryOf(lost.run.id, lost.fencingToken)])).toEqual(["fenced"]);
    });

    test("lose single runs whose lease ended, though they live", async () => {
      const [id, queue] = [unique("worker"), unique("queue")];
      await beat(id);
      await create(queue);
      const { run } = await claimOne(queue, id);
      await endLease(run.id);
      expect(await workers().takeOver(minute)).toEqual({ workers: [], runs: 1 });
      expect(await claim(queue, { holder: "other" })).toMatchObject([{ run: { id: run.id } }]);
    });

    test("that leave give back what they hold", async () => {
      const [id, queue] = [unique("worker"), unique("queue")];
      await beat(id);
      await create(queue);
      await claimOne(queue, id);
      await workers().leave(id);
      expect(await claim(queue, { holder: "other" })).toHaveLength(1);
    });
  });
}
