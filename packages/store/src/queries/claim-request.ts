import type { RepeatableRequest, RequestClaim } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { idempotencyKeys } from "../schema/index.ts";
import { claimIdempotencyKey } from "./claim-idempotency-key.ts";

const takeOver = statement<{ scope: string; key: string; age: number }>(
  ({ scope, key, age }) => sql`
    UPDATE ${idempotencyKeys} SET created_at = lockstep_now()
    WHERE scope = ${scope} AND key = ${key} AND response IS NULL AND created_at <= lockstep_after(${age})`,
);

/** Takes the key of a request, or tells what became of the one that has it. */
export function* claimRequest(request: RepeatableRequest, staleMs: number): Query<RequestClaim> {
  const first = yield* claimIdempotencyKey(request);
  if (first === null) return { state: "new" };
  if (first.response !== null) return { state: "answered", response: first.response };
  const { scope, key } = request;
  const isTakenOver = (yield* changesOf(takeOver, { scope, key, age: -staleMs })) > 0;
  return { state: isTakenOver ? "new" : "under-way" };
}
