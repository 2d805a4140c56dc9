import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";

import { unique } from "./contract/builders.fixture.ts";
import { entryOf, future } from "./contract/run-harness.fixture.ts";
import { waitingHarness } from "./contract/waiting-harness.fixture.ts";
import { openPostgresSubject } from "./open-subject.fixture.ts";

let subject: Awaited<ReturnType<typeof openPostgresSubject>>;
let beside: pg.Client;

beforeAll(async () => {
  subject = await openPostgresSubject(inject("postgresUrl"));
  beside = new pg.Client(subject.url ?? "");
  await beside.connect();
});

afterAll(async () => {
  await beside.end();
  await subject.close();
});

const { runs, claimOne, callChild } = waitingHarness(() => subject);

/** Resolves once a statement waits for a lock that another transaction holds. */
async function untilBlocked(): Promise<void> {
  const isBlocked = async () =>
    (await subject.sql("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")).length > 0;
  while (!(await isBlocked()));
}

/** The transaction of a runner that parks the run, which has not seen the end of what it waits for. */
async function beginParking(run: string): Promise<void> {
  await beside.query("BEGIN");
  await beside.query("SELECT FROM runs WHERE id = $1 FOR UPDATE", [run]);
  await beside.query("UPDATE runs SET state = 'waiting', holder = NULL, due_at = $2 WHERE id = $1", [
    run,
    future,
  ]);
}

const hold = (run: string) =>
  subject.sql(
    `UPDATE runs SET state = 'running', holder = 'one', due_at = lockstep_after(60000) WHERE id = '${run}'`,
  );

test.each([
  [
    "completes",
    (below: string) => runs().write([entryOf(below, 1, { state: { to: "completed", output: 7 } })]),
    true,
  ],
  ["is cancelled", (below: string) => runs().requestCancel(below), false],
])("a run that is being parked while the run that it awaits %s is woken", async (_how, end, isClaimed) => {
  const queue = unique("queue");
  const children = unique("queue");
  const { above, below } = await callChild(queue, children);
  await hold(above);
  if (isClaimed) await claimOne(children);
  await beginParking(above);
  const ended = end(below);
  await Promise.race([ended, untilBlocked()]);
  await beside.query("COMMIT");
  await ended;
  expect((await claimOne(queue)).run.id).toBe(above);
});
