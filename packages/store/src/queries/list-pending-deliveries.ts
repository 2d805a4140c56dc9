import type { Delivery } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deliveryOf, type DeliveryRow } from "../rows/delivery-row.ts";
import { deliveries } from "../schema/index.ts";

const select = statement<{ limit: number }, DeliveryRow>(
  ({ limit }) => sql`
    SELECT * FROM ${deliveries} WHERE state = 'pending' AND next_at <= lockstep_now()
    ORDER BY position LIMIT ${limit}`,
);

/** Oldest first, those only whose time has come. */
export function* listPendingDeliveries(limit: number): Query<readonly Delivery[]> {
  return (yield* rowsOf(select, { limit })).map(deliveryOf);
}
