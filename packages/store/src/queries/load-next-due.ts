import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

const select = statement<Record<string, never>, { readonly due_at: Timestamp | null }>(
  () => sql`SELECT min(due_at) AS due_at FROM ${runs} WHERE due_at IS NOT NULL`,
);

/** When the earliest waiting run or lease is due. */
export function* loadNextDue(): Query<Timestamp | null> {
  return (yield* firstOf(select, {}))?.due_at ?? null;
}
