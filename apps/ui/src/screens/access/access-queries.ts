import { queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, onlyOnce, read } from "../../api/api.ts";
import type { Role } from "../../session/session.ts";

/** A token without its secret. */
export type TokenItem = InferResponseType<typeof api.tokens.$get>["items"][number];

export const tokensQuery = queryOptions({
  queryKey: ["access", "tokens"],
  queryFn: () => read(api.tokens.$get({ query: { limit: "100" } })),
});

export interface NewToken {
  readonly name: string;
  readonly role: Role;
  /** `null` is all. */
  readonly environments: string[] | null;
  /** RFC 3339; `null` never expires. */
  readonly expiresAt: string | null;
}

/** Makes a token; its secret is told once. */
export function createToken(json: NewToken) {
  return read(api.tokens.$post({ json }, onlyOnce()));
}

export async function revokeToken(id: string): Promise<void> {
  await api.tokens[":id"].$delete({ param: { id } });
}

/** Names of the secrets of an environment; values never come out. */
export function secretsQuery(env: string) {
  return queryOptions({
    queryKey: ["access", "secrets", env],
    queryFn: () => read(api.environments[":env"].secrets.$get({ param: { env }, query: { limit: "100" } })),
  });
}
