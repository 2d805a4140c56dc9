import type { Role } from "./actor.ts";
import type { Slug, Timestamp } from "./identifiers.ts";

/** An API token as stored: never the secret itself. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Environments it may act in; `null` is all. */
  readonly environments: readonly Slug[] | null;
  /** HMAC-SHA-256 of the secret under the server key, hexadecimal. */
  readonly digest: string;
  readonly createdAt: Timestamp;
  readonly expiresAt: Timestamp | null;
  readonly lastUsedAt: Timestamp | null;
  readonly revokedAt: Timestamp | null;
}
