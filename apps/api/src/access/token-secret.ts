import { createHmac, randomBytes } from "node:crypto";

import { type Clock, type Ids, type Role, type Slug, type Token, toTimestamp } from "@lockstep/model";

const secretPrefix = "lsk_";

/** What somebody wants a token for. */
export interface TokenRequest {
  readonly name: string;
  readonly role: Role;
  /** `null` is all. */
  readonly environments: readonly Slug[] | null;
  readonly expiresAt: string | null;
}

export interface TokenMakers {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly serverKey: Uint8Array;
}

/** A new token of 256 random bits and the row to store; the secret is never seen again. */
export function createToken(
  makers: TokenMakers,
  request: TokenRequest,
): { readonly secret: string; readonly token: Token } {
  const secret = `${secretPrefix}${randomBytes(32).toString("base64url")}`;
  const token: Token = {
    id: makers.ids.next(),
    ...request,
    digest: digestToken(makers.serverKey, secret),
    createdAt: toTimestamp(makers.clock.now()),
    lastUsedAt: null,
    revokedAt: null,
  };
  return { secret, token };
}

/** HMAC-SHA-256 of a token's secret under the server key, hexadecimal: how tokens are looked up. */
export function digestToken(serverKey: Uint8Array, secret: string): string {
  return createHmac("sha256", serverKey).update(secret).digest("hex");
}
