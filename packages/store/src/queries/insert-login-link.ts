import type { NewLoginLink, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { loginLinks } from "../schema/index.ts";
import { loadTokenInForce } from "./load-token-in-force.ts";

interface Given {
  readonly [name: string]: string | number | null;
  readonly id: string;
  readonly token: string;
  readonly digest: string;
  readonly lifeMs: number;
  readonly sessionEndsAt: string | null;
}

const insert = statement<Given, { readonly expires_at: string }>(
  ({ id, token, digest, lifeMs, sessionEndsAt }) => sql`
    INSERT INTO ${loginLinks} (id, token, digest, expires_at, session_ends_at)
    VALUES (${id}, ${token}, ${digest}, lockstep_after(${lifeMs}), ${sessionEndsAt}) RETURNING expires_at`,
);

/** Keeps a link of a token in force; when it expires. */
export function* insertLoginLink(link: NewLoginLink): Query<Timestamp | null> {
  if ((yield* loadTokenInForce(link.token)) === null) return null;
  const row = yield* firstOf(insert, { ...link });
  return row?.expires_at ?? null;
}
