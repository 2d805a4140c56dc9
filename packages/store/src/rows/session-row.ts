import type { Session } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { sessions } from "../schema/index.ts";

export type SessionRow = InferSelectModel<typeof sessions>;

export function sessionOf({ id, token, ...row }: SessionRow): Session {
  return { id, token, createdAt: row.created_at, expiresAt: row.expires_at, lastSeenAt: row.last_seen_at };
}
