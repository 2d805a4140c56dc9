import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { events } from "../schema/index.ts";

const select = statement<Record<string, never>, { readonly id: number | null }>(
  () => sql`SELECT max(id) AS id FROM ${events}`,
);

/** Highest published id; 0 when there is none. */
export function* loadLastEventId(): Query<number> {
  return (yield* firstOf(select, {}))?.id ?? 0;
}
