import { orgChain } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { sessions } from "../schema/index.ts";
import { appendFact } from "./append-fact.ts";
import { loadTokenInForce } from "./load-token-in-force.ts";
import { holderOf } from "./open-session.ts";

const remove = statement<{ id: string }, { readonly token: string }>(
  ({ id }) => sql`DELETE FROM ${sessions} WHERE id = ${id} AND expires_at > lockstep_now() RETURNING token`,
);

/** Ends a session, with its entry in the org's chain. Whether there was such a session in force. */
export function* endSession(id: string): Query<boolean> {
  const row = yield* firstOf(remove, { id });
  const token = row === null ? null : yield* loadTokenInForce(row.token);
  if (token === null) return false;
  yield* appendFact({
    environment: orgChain,
    kind: "session-ended",
    deploy: null,
    body: { actor: { ...holderOf(token) }, token: token.id, session: id },
  });
  return true;
}
