import type { Token } from "@lockstep/model";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { tokens } from "../schema/index.ts";

const insertion = insertInto(tokens, {
  columns: [
    "id",
    "name",
    "role",
    "environments",
    "digest",
    "created_at",
    "expires_at",
    "last_used_at",
    "revoked_at",
  ],
});

export function* insertToken(token: Token): Query<void> {
  const { id, name, role, digest, environments } = token;
  yield* inserted(insertion, [
    {
      id,
      name,
      role,
      digest,
      environments: environments === null ? null : JSON.stringify(environments),
      created_at: token.createdAt,
      expires_at: token.expiresAt,
      last_used_at: token.lastUsedAt,
      revoked_at: token.revokedAt,
    },
  ]);
}
