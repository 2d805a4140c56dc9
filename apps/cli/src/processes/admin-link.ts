import { createLoginLink, loginPath } from "@lockstep/api";

import type { Installation } from "./installation.ts";

/** A one-time login link for whoever reads what this process prints; `null` when the admin token was revoked. */
export async function makeAdminLink(
  installation: Pick<Installation, "store" | "makers" | "adminToken" | "configuration">,
): Promise<string | null> {
  const { store, makers, adminToken, configuration } = installation;
  const { secret, link } = createLoginLink(makers, adminToken);
  const isKept = (await store.sessions.insertLink(link)) !== null;
  return isKept ? `${new URL(configuration.publicUrl).origin}${loginPath(secret)}` : null;
}
