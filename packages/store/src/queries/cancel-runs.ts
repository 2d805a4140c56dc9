import type { JournalEntry, RunError, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { settleRuns } from "./settle-runs.ts";

interface QueuedRow {
  readonly id: string;
  readonly environment: Slug;
  readonly slug: Slug;
  readonly version: string;
  readonly deploy: string;
}

const selectQueued = statement<{ ids: readonly string[] }, QueuedRow>(
  ({ ids }, { isOneOf, lockingRows }) => sql`
    SELECT id, environment, slug, version, deploy FROM ${runs}
    WHERE ${isOneOf(sql`id`, ids)} AND state = 'queued' ORDER BY id${lockingRows}`,
);

/** A parked run is due at once, so that a runner takes it and ends it. */
const ask = statement<{ ids: readonly string[] }>(
  ({ ids }, { isOneOf }) => sql`
    UPDATE ${runs} SET
      cancel_requested = 1,
      due_at = CASE WHEN state = 'waiting' THEN lockstep_now() ELSE due_at END
    WHERE ${isOneOf(sql`id`, ids)} AND state IN ('queued', 'running', 'waiting')`,
);

/**
 * Asks for the end of runs; how many there are that had not ended. Queued ones end at once: nothing has begun in them,
 * and what they wait for must not keep them.
 */
export function* cancelRuns(ids: readonly string[]): Query<number> {
  if (ids.length === 0) return 0;
  const queued = yield* rowsOf(selectQueued, { ids });
  const asked = yield* changesOf(ask, { ids });
  yield* settleRuns(queued.map(entryOf));
  yield* appendEvents(
    queued.map(({ id: run, environment, ...facts }) => ({
      name: "run.cancelled" as const,
      environment,
      body: { run, ...facts, error: { ...cancelled, step: null } },
    })),
  );
  return asked;
}

const cancelled: RunError = { type: "cancelled", message: "The run was cancelled." };

function entryOf({ id: run }: QueuedRow): JournalEntry {
  const state = { to: "cancelled", error: cancelled } as const;
  return { run, fencingToken: 0, attempts: [], logs: [], state, events: [] };
}
