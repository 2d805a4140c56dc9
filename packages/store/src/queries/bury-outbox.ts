import type { OutboxEdition } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { outbox } from "../schema/index.ts";

const update = statement<OutboxEdition & { readonly error: string }>(
  ({ position, edition, error }) => sql`
    UPDATE ${outbox} SET attempts = attempts + 1, dead_at = lockstep_now(), error = ${error}
    WHERE position = ${position} AND edition = ${edition} AND delivered_at IS NULL AND dead_at IS NULL`,
);

/** Gives an entry up until a person revives it. */
export function* buryOutbox({ position, edition }: OutboxEdition, error: string): Query<void> {
  yield* changesOf(update, { position, edition, error });
}
