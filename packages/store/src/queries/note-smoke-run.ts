import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { smokeRuns } from "../schema/index.ts";

const update = statement<{ deploy: string; position: number; run: string }>(
  ({ deploy, position, run }) => sql`
    UPDATE ${smokeRuns} SET run = ${run} WHERE deploy = ${deploy} AND position = ${position}`,
);

/** Which run it became. */
export function* noteSmokeRun(deploy: string, position: number, run: string): Query<void> {
  yield* changesOf(update, { deploy, position, run });
}
