import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { loginLinks, sessions } from "../schema/index.ts";

const removeSessions = statement<Record<string, never>>(
  () => sql`DELETE FROM ${sessions} WHERE expires_at <= lockstep_now()`,
);

const removeLinks = statement<Record<string, never>>(
  () => sql`DELETE FROM ${loginLinks} WHERE expires_at <= lockstep_now()`,
);

/** Removes sessions and login links that have expired; how many. */
export function* pruneSessions(): Query<number> {
  return (yield* changesOf(removeSessions, {})) + (yield* changesOf(removeLinks, {}));
}
