import type { Slug, SmokeRun } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { smokeRunOf, type SmokeRunRow } from "../rows/smoke-run-row.ts";
import { smokeRuns } from "../schema/index.ts";

const select = statement<{ environment: Slug }, SmokeRunRow>(
  ({ environment }) => sql`
    SELECT * FROM ${smokeRuns} WHERE environment = ${environment} AND concluded_at IS NULL
    ORDER BY deploy, position`,
);

/** Smoke runs of deploys whose verification is not told yet. Ids of deploys sort by the time they were made. */
export function* listUnconcludedSmoke(environment: Slug): Query<readonly SmokeRun[]> {
  return (yield* rowsOf(select, { environment })).map(smokeRunOf);
}
