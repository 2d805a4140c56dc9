import type { OutboxEdition, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { outbox } from "../schema/index.ts";

const update = statement<OutboxEdition & { readonly at: Timestamp; readonly error: string }>(
  ({ position, edition, at, error }) => sql`
    UPDATE ${outbox} SET attempts = attempts + 1, next_at = ${at}, error = ${error}
    WHERE position = ${position} AND edition = ${edition} AND delivered_at IS NULL AND dead_at IS NULL`,
);

/** Counts an attempt that failed and puts the next one off. */
export function* retryOutboxLater(
  { position, edition }: OutboxEdition,
  at: Timestamp,
  error: string,
): Query<void> {
  yield* changesOf(update, { position, edition, at, error });
}
