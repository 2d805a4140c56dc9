import type { SmokeRun } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { smokeRunOf, type SmokeRunRow } from "../rows/smoke-run-row.ts";
import { smokeRuns } from "../schema/index.ts";

const select = statement<{ deploy: string }, SmokeRunRow>(
  ({ deploy }) => sql`SELECT * FROM ${smokeRuns} WHERE deploy = ${deploy} ORDER BY position`,
);

export function* listSmokeOfDeploy(deploy: string): Query<readonly SmokeRun[]> {
  return (yield* rowsOf(select, { deploy })).map(smokeRunOf);
}
