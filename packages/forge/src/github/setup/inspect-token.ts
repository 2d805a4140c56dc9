import type { SetupFinding } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";

/** What a token lets Lockstep do. GitHub does not tell the permissions of fine-grained tokens. */
export async function inspectToken(
  client: GitHubClient,
  signal: AbortSignal,
): Promise<readonly SetupFinding[]> {
  const { data } = await client.ask({
    what: "read the repository",
    kind: "read",
    signal,
    ask: async (api, call) => await api.repos.get({ ...call }),
  });
  const mayWrite = data.permissions?.push === true;
  return [
    {
      subject: "permission:contents",
      state: mayWrite ? "ok" : "missing",
      because: mayWrite
        ? `The token's account may write to ${data.full_name}.`
        : `The token's account may not write to ${data.full_name}: commit statuses and deployments need it.`,
      next: mayWrite ? null : "Give the account write access, or use a GitHub App.",
    },
    {
      subject: "permission:checks",
      state: "missing",
      because:
        "Tokens cannot write checks: pull requests get commit statuses, without annotations and buttons.",
      next: "Create a GitHub App with `lockstep github setup`.",
    },
  ];
}
