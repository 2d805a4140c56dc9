import type { OrgStore, Token } from "@lockstep/model";

/** Whether the token is neither revoked nor expired, by the database's clock. */
export async function isLive(store: OrgStore, token: Token): Promise<boolean> {
  if (token.revokedAt !== null) return false;
  return token.expiresAt === null || token.expiresAt > (await store.now());
}
