import { type Actor, type JsonObject, orgChain, type Token } from "@lockstep/model";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { tokens } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { appendFact } from "./append-fact.ts";

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

/** Makes a token, with its entry in the org's chain. */
export function* insertToken(token: Token, actor: Actor): Query<void> {
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
  yield* appendFact({
    environment: orgChain,
    kind: "token-created",
    deploy: null,
    body: factsOf(token, actor),
  });
  yield* appendTokenEvent("token.created", token);
}

/** Tells whoever watches the whole org that there is one more token, or one less. */
export function* appendTokenEvent(
  event: "token.created" | "token.revoked",
  { id, name, role }: Pick<Token, "id" | "name" | "role">,
): Query<void> {
  yield* appendEvents([{ name: event, environment: orgChain, body: { token: id, name, role } }]);
}

/** What the ledger tells of a token: everything but its digest. */
export function factsOf({ id, name, role, environments, expiresAt }: Token, actor: Actor): JsonObject {
  return { actor: { ...actor }, token: id, name, role, environments, expiresAt };
}
