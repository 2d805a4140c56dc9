import type { TakeOver } from "@lockstep/model";
import { sql } from "drizzle-orm";

import type { JobStatements } from "../database/dialect.ts";
import { changesOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs, workers } from "../schema/index.ts";

interface Gone {
  readonly id: string;
  readonly name: string;
  readonly pool: string | null;
}

const forgetSilent = statement<{ sinceMs: number }, Gone>(
  ({ sinceMs }, { skippingLocked }) => sql`
    DELETE FROM ${workers} WHERE id IN (
      SELECT id FROM ${workers} WHERE beat_at <= lockstep_after(${sinceMs})${skippingLocked}
    ) RETURNING id, name, pool`,
);

const forgetOne = statement<{ id: string }, Gone>(
  ({ id }) => sql`DELETE FROM ${workers} WHERE id = ${id} RETURNING id, name, pool`,
);

const unlock = statement<{ pools: readonly string[] }, unknown>(
  ({ pools }, { jobs }) => jobs?.unlock(pools) ?? sql`SELECT ${pools}`,
);

const freeRuns = statement<{ holders: readonly string[] }>(
  ({ holders }, { isOneOf }) => sql`
    UPDATE ${runs} SET holder = NULL, due_at = lockstep_now()
    WHERE state = 'running' AND ${isOneOf(sql`holder`, holders)}`,
);

/** A worker that hangs, or one that could not execute a run, loses it with the lease. */
const freeExpired = statement<Record<string, never>>(
  () => sql`
    UPDATE ${runs} SET holder = NULL, due_at = lockstep_now()
    WHERE due_at <= lockstep_now() AND state = 'running' AND holder IS NOT NULL`,
);

/** Frees the runs of workers that are silent, and those whose lease ended. */
export function* takeOverRuns(silentMs: number, jobs: JobStatements | null): Query<TakeOver> {
  const gone = yield* rowsOf(forgetSilent, { sinceMs: -Math.ceil(silentMs) });
  const freed = yield* freeRunsOf(gone, jobs);
  const expired = yield* changesOf(freeExpired, {});
  return { workers: gone.map(({ name }) => name), runs: freed + expired };
}

/** Forgets a worker that leaves in order, and frees what it could not finish. */
export function* leaveWork(id: string, jobs: JobStatements | null): Query<number> {
  return yield* freeRunsOf(yield* rowsOf(forgetOne, { id }), jobs);
}

/** Jobs first: freeing a run then finds its job free and moves it, instead of adding another beside it. */
function* freeRunsOf(gone: readonly Gone[], jobs: JobStatements | null): Query<number> {
  if (gone.length === 0) return 0;
  const pools = gone.flatMap(({ pool }) => (pool === null ? [] : [pool]));
  if (jobs !== null && pools.length > 0) yield* rowsOf(unlock, { pools });
  return yield* changesOf(freeRuns, { holders: gone.map(({ id }) => id) });
}
