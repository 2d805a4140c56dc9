import { Failure, type RepeatableRequest } from "@lockstep/model";
import { type InferSelectModel, sql } from "drizzle-orm";

import { changesOf, firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { idempotencyKeys } from "../schema/index.ts";

const lifetimeMs = 86_400_000;

export type IdempotencyRow = InferSelectModel<typeof idempotencyKeys>;

const removeExpired = statement<{ age: number }>(
  ({ age }) => sql`DELETE FROM ${idempotencyKeys} WHERE created_at <= lockstep_after(${age})`,
);

const insert = statement<{ scope: string; key: string; body: string; run: string | null }>(
  ({ scope, key, body, run }) => sql`
    INSERT INTO ${idempotencyKeys} (scope, key, body, run, created_at)
    VALUES (${scope}, ${key}, ${body}, ${run}, lockstep_now())
    ON CONFLICT (scope, key) DO NOTHING`,
);

const select = statement<{ scope: string; key: string }, IdempotencyRow>(
  ({ scope, key }) => sql`SELECT * FROM ${idempotencyKeys} WHERE scope = ${scope} AND key = ${key}`,
);

/** Takes the key (`null`), for a run or for another request, or returns the row of the same request before. */
export function* claimIdempotencyKey({
  scope,
  key,
  body,
  run,
}: RepeatableRequest): Query<IdempotencyRow | null> {
  yield* changesOf(removeExpired, { age: -lifetimeMs });
  if ((yield* changesOf(insert, { scope, key, body, run })) > 0) return null;
  const first = yield* firstOf(select, { scope, key });
  if (first?.body === body) return first;
  const message = "This Idempotency-Key was used for another request; take a new key for a new request.";
  throw new Failure("unprocessable", message, { code: "IDEMPOTENCY_MISMATCH" });
}
