import type { PullRequest } from "@lockstep/model";

import { type GitHubClient, orNull } from "../client/github-client.ts";
import { toPullRequest } from "./to-pull-request.ts";

/** `null` when there is none of that number. */
export async function readPullRequest(
  client: GitHubClient,
  number: number,
  signal: AbortSignal,
): Promise<PullRequest | null> {
  const answer = await orNull(
    client.ask({
      what: "read a pull request",
      kind: "read",
      signal,
      ask: async (api, call) => await api.pulls.get({ ...call, pull_number: number }),
    }),
  );
  return answer === null ? null : toPullRequest(answer.data);
}
