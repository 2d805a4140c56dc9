import type { PastState, Slug, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pastStateOf, type PastStateRow } from "../rows/past-state-row.ts";
import { environmentStates } from "../schema/index.ts";

const select = statement<{ environment: Slug; at: Timestamp }, PastStateRow>(
  ({ environment, at }) => sql`
    SELECT * FROM ${environmentStates} WHERE environment = ${environment} AND at <= ${at}
    ORDER BY at DESC, sequence DESC LIMIT 1`,
);

/** The state in force at an instant; `null` before the first apply. */
export function* loadStateAt(environment: Slug, at: Timestamp): Query<PastState | null> {
  const row = yield* firstOf(select, { environment, at });
  return row === null ? null : pastStateOf(row);
}
