import { unlimited } from "@lockstep/model";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { unique } from "./contract/builders.fixture.ts";
import { entryOf, future, past, runHarness } from "./contract/run-harness.fixture.ts";
import { openPostgresSubject } from "./open-subject.fixture.ts";

let subject: Awaited<ReturnType<typeof openPostgresSubject>>;

beforeAll(async () => {
  subject = await openPostgresSubject(inject("postgresUrl"));
});

afterAll(async () => {
  await subject.close();
});

const { runs, create, claimOne } = runHarness(() => subject);

const jobsOf = (run: string) =>
  subject.sql(`
    SELECT task_identifier AS queue, queue_name, priority, max_attempts, locked_by AS pool, run_at > now() AS is_later
    FROM graphile_worker.jobs WHERE key = '${run}'`);

const forgetJob = (run: string) =>
  subject.sql(`DELETE FROM graphile_worker._private_jobs WHERE key = '${run}'`);

const lockJob = (run: string, pool: string) =>
  subject.sql(
    `UPDATE graphile_worker._private_jobs SET locked_by = '${pool}', locked_at = now() WHERE key = '${run}'`,
  );

describe("the job that wakes a run", () => {
  test("is made with the run, under its queue as a task, and never in a named queue", async () => {
    const queue = unique("queue");
    const { id } = await create(queue, { priority: 7 });
    expect(await jobsOf(id)).toEqual([
      { queue, queue_name: null, priority: -7, max_attempts: 25, pool: null, is_later: false },
    ]);
    expect(await subject.store.workers.listQueues()).toContain(queue);
  });

  test("is not made when the run is not", async () => {
    const { id, ...run } = await create(unique("queue"));
    await forgetJob(id);
    const again = { ...run, id, idempotency: null, admission: unlimited };
    await expect(runs().create(again)).rejects.toMatchObject({ kind: "conflict" });
    expect(await jobsOf(id)).toEqual([]);
  });

  test("is made anew for the instant at which a parked run goes on, and moved when it is woken", async () => {
    const queue = unique("queue");
    const { id } = await create(queue);
    await forgetJob(id);
    const { fencingToken } = await claimOne(queue);
    await runs().write([entryOf(id, fencingToken, { state: { to: "waiting", wakeAt: future } })]);
    expect(await jobsOf(id)).toMatchObject([{ queue, is_later: true }]);
    await subject.sql(`UPDATE runs SET due_at = lockstep_now() WHERE id = '${id}'`);
    expect(await jobsOf(id)).toMatchObject([{ queue, is_later: false }]);
  });

  test("is not made for a run that waits for somebody, is renewed or ends", async () => {
    const queue = unique("queue");
    for (const state of [
      { to: "waiting", wakeAt: null },
      { to: "completed", output: 1 },
    ] as const) {
      const { id } = await create(queue);
      await forgetJob(id);
      const { fencingToken } = await claimOne(queue);
      await runs().renew("one", [id], 60_000);
      await runs().write([entryOf(id, fencingToken, { state })]);
      expect(await jobsOf(id)).toEqual([]);
    }
  });

  test("is free again at once when its worker is gone", async () => {
    const [queue, worker] = [unique("queue"), unique("worker")];
    const self = { name: worker, queues: null, concurrency: 1, running: 1, isDraining: false };
    await subject.store.workers.beat({ ...self, id: worker, pool: "pool-1" });
    const { id } = await create(queue);
    await claimOne(queue, worker);
    await lockJob(id, "pool-1");
    await subject.sql(`UPDATE workers SET beat_at = '${past}' WHERE id = '${worker}'`);
    expect(await subject.store.workers.takeOver(60_000)).toEqual({ workers: [worker], runs: 1 });
    expect(await jobsOf(id)).toMatchObject([{ queue, pool: null, is_later: false }]);
  });

  test("stays beside the old one when a run is given back while its job is still locked", async () => {
    const queue = unique("queue");
    const { id } = await create(queue);
    await claimOne(queue);
    await lockJob(id, "pool-2");
    await runs().release("one", [id]);
    expect(await jobsOf(id)).toMatchObject([{ queue, pool: null, is_later: false }]);
  });
});
