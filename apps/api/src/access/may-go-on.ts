import type { OrgStore, Token } from "@lockstep/model";

import { isLive } from "./live-token.ts";

/** Whether a token that opened something may keep it open: it may have been revoked by another process. */
export async function mayGoOn(store: OrgStore, { digest }: Token): Promise<boolean> {
  const now = await store.tokens.loadByDigest(digest);
  return now !== null && (await isLive(store, now));
}
