import type { LiveSession, NewSession } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { Rollback } from "../database/rollback.ts";
import { statement } from "../database/statement.ts";
import { loginLinks } from "../schema/index.ts";
import { openSession } from "./open-session.ts";

interface LinkRow {
  readonly token: string;
  readonly session_ends_at: string | null;
}

/** Of two that use one link at once, the second waits for the first and finds it used. */
const use = statement<{ digest: string }, LinkRow>(
  ({ digest }) => sql`
    UPDATE ${loginLinks} SET used_at = lockstep_now()
    WHERE digest = ${digest} AND used_at IS NULL AND expires_at > lockstep_now() RETURNING token, session_ends_at`,
);

/** Uses a link up and opens the session it is for, or does neither. */
export function* openSessionByLink(
  session: NewSession,
  digest: string,
): Query<LiveSession | null | Rollback<null>> {
  const link = yield* firstOf(use, { digest });
  if (link === null) return null;
  const ground = { token: link.token, by: "link", endsAt: link.session_ends_at } as const;
  return (yield* openSession(session, ground)) ?? new Rollback(null);
}
