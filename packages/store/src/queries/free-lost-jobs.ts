import { sql } from "drizzle-orm";

import type { JobStatements } from "../database/dialect.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";

const unlockOrphans = statement<Record<string, never>, unknown>(
  (_, { jobs }) => jobs?.unlockOrphans ?? sql`SELECT 1`,
);

/** Frees jobs that were locked long ago and led to nothing: the answer to a fetch got lost with its connection. */
export function* freeLostJobs(jobs: JobStatements | null): Query<void> {
  if (jobs !== null) yield* rowsOf(unlockOrphans, {});
}
