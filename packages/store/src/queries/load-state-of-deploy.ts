import type { PastState } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pastStateOf, type PastStateRow } from "../rows/past-state-row.ts";
import { environmentStates } from "../schema/index.ts";

const select = statement<{ deploy: string }, PastStateRow>(
  ({ deploy }) => sql`SELECT * FROM ${environmentStates} WHERE deploy = ${deploy}`,
);

/** The state that a deploy left; `null` when it was never applied. */
export function* loadStateOfDeploy(deploy: string): Query<PastState | null> {
  const row = yield* firstOf(select, { deploy });
  return row === null ? null : pastStateOf(row);
}
