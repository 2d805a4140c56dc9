import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";

const now = statement<Record<string, never>, { readonly now: Timestamp }>(
  () => sql`SELECT lockstep_now() AS now`,
);

/** The database's clock. */
export function* readNow(): Query<Timestamp> {
  const row = yield* firstOf(now, {});
  return row?.now ?? "";
}
