import {
  type Actor,
  type LiveSession,
  type NewSession,
  orgChain,
  type Timestamp,
  type Token,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { sessionOf, type SessionRow } from "../rows/session-row.ts";
import { sessions } from "../schema/index.ts";
import { appendFact } from "./append-fact.ts";
import { loadTokenInForce } from "./load-token-in-force.ts";

interface Given {
  readonly [name: string]: string | number;
  readonly id: string;
  readonly token: string;
  readonly digest: string;
  readonly lifeMs: number;
  readonly endsAt: string;
}

const insert = statement<Given, SessionRow>(
  ({ id, token, digest, lifeMs, endsAt }) => sql`
    INSERT INTO ${sessions} (id, token, digest, created_at, expires_at, last_seen_at)
    VALUES (${id}, ${token}, ${digest}, lockstep_now(),
      CASE WHEN ${endsAt} < lockstep_after(${lifeMs}) THEN ${endsAt} ELSE lockstep_after(${lifeMs}) END,
      lockstep_now())
    RETURNING *`,
);

/** What a session is opened by. */
export interface SessionGround {
  /** Id of the token. */
  readonly token: string;
  readonly by: "token" | "link";
  /** When it ends at the latest, beside the end of its token. */
  readonly endsAt: Timestamp | null;
}

/** Later than any instant, as text. */
const never = "~";

/** Opens a session of a token in force, with its entry in the org's chain. */
export function* openSession(
  { id, digest, lifeMs }: NewSession,
  ground: SessionGround,
): Query<LiveSession | null> {
  const token = yield* loadTokenInForce(ground.token);
  if (token === null) return null;
  const [endsAt = never] = [token.expiresAt ?? never, ground.endsAt ?? never].sort();
  const row = yield* firstOf(insert, { id, token: token.id, digest, lifeMs, endsAt });
  if (row === null) return null;
  const session = sessionOf(row);
  const { expiresAt } = session;
  yield* appendFact({
    environment: orgChain,
    kind: "session-opened",
    deploy: null,
    body: { actor: { ...holderOf(token) }, token: token.id, session: id, by: ground.by, expiresAt },
  });
  return { session, token };
}

/** Who acts in a session: its token, as teams list it. */
export function holderOf({ name }: Token): Actor {
  return { kind: "token", id: `token:${name}` };
}
