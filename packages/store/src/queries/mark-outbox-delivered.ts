import type { OutboxEdition } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { outbox } from "../schema/index.ts";

const update = statement<OutboxEdition>(
  ({ position, edition }) => sql`
    UPDATE ${outbox} SET delivered_at = lockstep_now(), error = NULL
    WHERE position = ${position} AND edition = ${edition} AND delivered_at IS NULL AND dead_at IS NULL`,
);

/** `false` when the entry says something newer by now. */
export function* markOutboxDelivered({ position, edition }: OutboxEdition): Query<boolean> {
  return (yield* changesOf(update, { position, edition })) > 0;
}
