import type { Delivery, DeliveryState, Page, PageRequest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { deliveryOf, type DeliveryRow } from "../rows/delivery-row.ts";
import { deliveries } from "../schema/index.ts";

/** Newest first. */
export function* listDeliveries(
  { states }: { readonly states: readonly DeliveryState[] },
  page: PageRequest,
): Query<Page<Delivery>> {
  const before = keyOfCursor(page, ["number"]);
  const select = statement<Record<string, never>, DeliveryRow>(
    () =>
      sql`SELECT * FROM ${deliveries}${where(
        before !== null && sql`position < ${before[0]}`,
        states.length > 0 && sql`state IN ${[...states]}`,
      )} ORDER BY position DESC LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: deliveryOf, keyOf: ({ position }) => [position] });
}
