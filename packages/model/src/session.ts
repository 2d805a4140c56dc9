import type { Timestamp } from "./identifiers.ts";
import type { Token } from "./token.ts";

/** A browser that is logged in. It may exactly what its token may, and ends with it. Its secret is never stored. */
export interface Session {
  readonly id: string;
  /** Id of the token it was made from. */
  readonly token: string;
  readonly createdAt: Timestamp;
  /** Use does not put it off; never later than its token's. */
  readonly expiresAt: Timestamp;
  readonly lastSeenAt: Timestamp;
}

/** A session in force with its token as it stands now. */
export interface LiveSession {
  readonly session: Session;
  readonly token: Token;
}

/** A session to open. */
export interface NewSession {
  readonly id: string;
  /** HMAC-SHA-256 of the secret under the server key, hexadecimal. */
  readonly digest: string;
  readonly lifeMs: number;
}

/** A link that logs a browser in once, with the rights of one token. */
export interface NewLoginLink {
  readonly id: string;
  /** HMAC-SHA-256 of the secret under the server key, hexadecimal. */
  readonly digest: string;
  /** Id of the token. */
  readonly token: string;
  readonly lifeMs: number;
  /** When what it opens ends at the latest: a session does not prolong itself by links. `null` is its usual life. */
  readonly sessionEndsAt: Timestamp | null;
}
