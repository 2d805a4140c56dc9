import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deliveries } from "../schema/index.ts";

const select = statement<Record<string, never>, { readonly received_at: Timestamp }>(
  () => sql`
    SELECT received_at FROM ${deliveries} WHERE position = (SELECT max(position) FROM ${deliveries})`,
);

/** When the newest delivery came; `null` when none is there. */
export function* loadLastReceivedAt(): Query<Timestamp | null> {
  return (yield* firstOf(select, {}))?.received_at ?? null;
}
