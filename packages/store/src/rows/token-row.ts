import type { Token } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { tokens } from "../schema/index.ts";

export type TokenRow = InferSelectModel<typeof tokens>;

export function tokenOf(row: TokenRow): Token {
  const { id, name, digest } = row;
  return {
    id,
    name,
    digest,
    role: row.role as Token["role"],
    environments: row.environments === null ? null : (JSON.parse(row.environments) as readonly string[]),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}
