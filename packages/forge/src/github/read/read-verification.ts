import type { ForgeVerification, Revision } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";

/** GitHub's verdict on a commit's signature; `null` when it gives none. Failure: `not-found` for a commit it does not have. */
export async function readVerification(
  client: GitHubClient,
  revision: Revision,
  signal: AbortSignal,
): Promise<ForgeVerification | null> {
  const { data } = await client.ask({
    what: "read a commit's signature",
    kind: "read",
    signal,
    ask: async (api, call) => await api.git.getCommit({ ...call, commit_sha: revision }),
  });
  const { verification } = data;
  return { isVerified: verification.verified, reason: verification.reason };
}
