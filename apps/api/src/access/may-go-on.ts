import type { OrgStore, Token } from "@lockstep/model";

import type { UsedSession } from "../api-env.ts";
import { isLive } from "./live-token.ts";

/** Whether who opened something may keep it open: another process may have revoked the token or ended the session. */
export async function mayGoOn(
  store: OrgStore,
  { digest }: Token,
  session: UsedSession | null = null,
): Promise<boolean> {
  if (session !== null) return (await store.sessions.loadByDigest(session.digest)) !== null;
  const now = await store.tokens.loadByDigest(digest);
  return now !== null && (await isLive(store, now));
}
