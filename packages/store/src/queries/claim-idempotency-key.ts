import { Failure, type NewRun } from "@lockstep/model";
import { type InferSelectModel, sql } from "drizzle-orm";

import { changesOf, firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { idempotencyKeys } from "../schema/index.ts";

const lifetimeMs = 86_400_000;

const removeExpired = statement<{ age: number }>(
  ({ age }) => sql`DELETE FROM ${idempotencyKeys} WHERE created_at <= lockstep_after(${age})`,
);

const insert = statement<{ scope: string; key: string; body: string; run: string }>(
  ({ scope, key, body, run }) => sql`
    INSERT INTO ${idempotencyKeys} (scope, key, body, run, created_at)
    VALUES (${scope}, ${key}, ${body}, ${run}, lockstep_now())
    ON CONFLICT (scope, key) DO NOTHING`,
);

const select = statement<{ scope: string; key: string }, InferSelectModel<typeof idempotencyKeys>>(
  ({ scope, key }) => sql`SELECT * FROM ${idempotencyKeys} WHERE scope = ${scope} AND key = ${key}`,
);

/** Takes the key for a run, or returns the run that has it. */
export function* claimIdempotencyKey(
  { scope, key, body }: NonNullable<NewRun["idempotency"]>,
  run: string,
): Query<string | null> {
  yield* changesOf(removeExpired, { age: -lifetimeMs });
  if ((yield* changesOf(insert, { scope, key, body, run })) > 0) return null;
  const first = yield* firstOf(select, { scope, key });
  if (first?.body === body) return first.run;
  const message = "This Idempotency-Key was used for another request; take a new key for a new request.";
  throw new Failure("unprocessable", message, { code: "IDEMPOTENCY_MISMATCH" });
}
