import type { LiveSession } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { sessionOf, type SessionRow } from "../rows/session-row.ts";
import { sessions } from "../schema/index.ts";
import { loadTokenInForce } from "./load-token-in-force.ts";

const select = statement<{ digest: string }, SessionRow>(
  ({ digest }) => sql`SELECT * FROM ${sessions} WHERE digest = ${digest} AND expires_at > lockstep_now()`,
);

/** The session of a secret with its token, while both are in force. */
export function* loadSessionByDigest(digest: string): Query<LiveSession | null> {
  const row = yield* firstOf(select, { digest });
  if (row === null) return null;
  const token = yield* loadTokenInForce(row.token);
  return token === null ? null : { session: sessionOf(row), token };
}
