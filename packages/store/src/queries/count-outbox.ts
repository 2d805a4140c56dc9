import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { outbox } from "../schema/index.ts";

interface OutboxCounts {
  readonly pending: number;
  readonly dead: number;
  readonly oldestAt: Timestamp | null;
}

const select = statement<
  Record<string, never>,
  { readonly pending: number; readonly dead: number; readonly oldest_at: Timestamp | null }
>(
  () => sql`
    SELECT count(*) AS pending, min(created_at) AS oldest_at,
      (SELECT count(*) FROM ${outbox} WHERE dead_at IS NOT NULL) AS dead
    FROM ${outbox} WHERE delivered_at IS NULL AND dead_at IS NULL`,
);

export function* countOutbox(): Query<OutboxCounts> {
  const row = yield* firstOf(select, {});
  return { pending: row?.pending ?? 0, dead: row?.dead ?? 0, oldestAt: row?.oldest_at ?? null };
}
