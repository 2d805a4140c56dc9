import type { Timestamp } from "../identifiers.ts";
import type { LiveSession, NewLoginLink, NewSession } from "../session.ts";

/**
 * Who is logged in with a browser. What is expired, or belongs to a token that is revoked or expired, is as if it were
 * not there. Opening and ending a session is an entry of the org's chain, in the same transaction.
 */
export interface SessionStore {
  /** Opens a session of a token; `null` when the token is not in force. */
  open(session: NewSession, token: string): Promise<LiveSession | null>;
  /** Keeps a link; when it expires, or `null` when its token is not in force. */
  insertLink(link: NewLoginLink): Promise<Timestamp | null>;
  /** Opens a session by a link, which is used up by it; `null` when it is unknown, used, or not in force. */
  openByLink(session: NewSession, linkDigest: string): Promise<LiveSession | null>;
  loadByDigest(digest: string): Promise<LiveSession | null>;
  /** Notes that a session was used now. */
  touch(id: string): Promise<void>;
  /** Whether there was such a session in force. */
  end(id: string): Promise<boolean>;
  /** Removes what has expired; how many rows. */
  prune(): Promise<number>;
}
