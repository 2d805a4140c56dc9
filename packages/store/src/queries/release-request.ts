import type { RepeatableRequest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { idempotencyKeys } from "../schema/index.ts";

const remove = statement<{ scope: string; key: string }>(
  ({ scope, key }) => sql`
    DELETE FROM ${idempotencyKeys}
    WHERE scope = ${scope} AND key = ${key} AND response IS NULL`,
);

/** Frees the key of a request that changed nothing. */
export function* releaseRequest({ scope, key }: RepeatableRequest): Query<void> {
  yield* changesOf(remove, { scope, key });
}
