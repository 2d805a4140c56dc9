import type { DeliveryState } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOfEach, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deliveries } from "../schema/index.ts";

const update = statement<{ position: number; state: string; because: string }>(
  ({ position, state, because }) => sql`
    UPDATE ${deliveries} SET state = ${state}, because = ${because}, next_at = NULL, ended_at = lockstep_now()
    WHERE position = ${position} AND state = 'pending'`,
);

/** Ends those that are pending. */
export function* settleDeliveries(
  positions: readonly number[],
  state: Exclude<DeliveryState, "pending">,
  because: string,
): Query<void> {
  yield* changesOfEach(
    update,
    positions.map((position) => ({ position, state, because })),
  );
}
