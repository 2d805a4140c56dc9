import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deliveries } from "../schema/index.ts";

const remove = statement<{ before: Timestamp }>(
  ({ before }) => sql`DELETE FROM ${deliveries} WHERE ended_at IS NOT NULL AND received_at < ${before}`,
);

/** Removes ended deliveries that were received before the instant. */
export function* pruneDeliveries(before: Timestamp): Query<number> {
  return yield* changesOf(remove, { before });
}
