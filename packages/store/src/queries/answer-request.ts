import type { RepeatableRequest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { idempotencyKeys } from "../schema/index.ts";

const update = statement<{ scope: string; key: string; response: string }>(
  ({ scope, key, response }) => sql`
    UPDATE ${idempotencyKeys} SET response = ${response} WHERE scope = ${scope} AND key = ${key}`,
);

/** Keeps what a request was answered, for those who repeat it. */
export function* answerRequest({ scope, key }: RepeatableRequest, response: string): Query<void> {
  yield* changesOf(update, { scope, key, response });
}
