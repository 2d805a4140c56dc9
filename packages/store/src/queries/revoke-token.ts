import { type Actor, orgChain } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { tokenOf, type TokenRow } from "../rows/token-row.ts";
import { tokens } from "../schema/index.ts";
import { appendFact } from "./append-fact.ts";
import { appendTokenEvent, factsOf } from "./insert-token.ts";

const update = statement<{ id: string }, TokenRow>(
  ({ id }) => sql`
    UPDATE ${tokens} SET revoked_at = lockstep_now() WHERE id = ${id} AND revoked_at IS NULL RETURNING *`,
);

/** Ends a token, with its entry in the org's chain. Whether there was such a token in force. */
export function* revokeToken(id: string, actor: Actor): Query<boolean> {
  const row = yield* firstOf(update, { id });
  if (row === null) return false;
  const token = tokenOf(row);
  const body = factsOf(token, actor);
  yield* appendFact({ environment: orgChain, kind: "token-revoked", deploy: null, body });
  yield* appendTokenEvent("token.revoked", token);
  return true;
}
