import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deliveries } from "../schema/index.ts";

const update = statement<{ position: number; at: Timestamp; because: string }>(
  ({ position, at, because }) => sql`
    UPDATE ${deliveries} SET attempts = attempts + 1, next_at = ${at}, because = ${because}
    WHERE position = ${position} AND state = 'pending'`,
);

/** Counts an attempt that failed and puts the next one off. */
export function* retryDeliveryLater(position: number, at: Timestamp, because: string): Query<void> {
  yield* changesOf(update, { position, at, because });
}
