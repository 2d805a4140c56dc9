import { sql } from "drizzle-orm";

import type { JobStatements } from "../database/dialect.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";

/** A job is added with its run and taken within milliseconds of being due: what is missing for longer is lost. */
const patienceMs = 5_000;

const addMissing = statement<{ sinceMs: number }, unknown>(
  ({ sinceMs }, { jobs }) => jobs?.addMissing(sinceMs) ?? sql`SELECT ${sinceMs} WHERE 1 = 0`,
);

const unlockOrphans = statement<Record<string, never>, unknown>(
  (_, { jobs }) => jobs?.unlockOrphans ?? sql`SELECT 1`,
);

/** Adds the jobs of runs that should have been woken and have none; how many. */
export function* repairWakeUps(jobs: JobStatements | null): Query<number> {
  if (jobs === null) return 0;
  yield* rowsOf(unlockOrphans, {});
  return (yield* rowsOf(addMissing, { sinceMs: -patienceMs })).length;
}
