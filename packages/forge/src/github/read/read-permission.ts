import type { ForgePermission } from "@lockstep/model";

import { type GitHubClient, orNull } from "../client/github-client.ts";

/** GitHub tells `maintain` as `write` and `triage` as `read`. Whoever is no collaborator of a private repository may nothing. */
export async function readPermission(
  client: GitHubClient,
  login: string,
  signal: AbortSignal,
): Promise<ForgePermission> {
  const answer = await orNull(
    client.ask({
      what: "read an account's permission",
      kind: "read",
      signal,
      ask: async (api, call) => await api.repos.getCollaboratorPermissionLevel({ ...call, username: login }),
    }),
  );
  const permission = answer?.data.permission;
  return permission === "admin" || permission === "write" || permission === "read" ? permission : "none";
}
