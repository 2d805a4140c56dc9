import type { MergeEvidence, Timestamp } from "@lockstep/model";

import { type GitHubClient, readPages } from "../client/github-client.ts";
import { identityOf, instantOf } from "./to-pull-request.ts";

type Review = MergeEvidence["reviews"][number];

const verdicts: Readonly<Record<string, Review["verdict"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
  COMMENTED: "commented",
  DISMISSED: "dismissed",
};

/**
 * The newest verdict of each reviewer when the pull request was merged. As on GitHub, a comment takes no verdict back:
 * it counts only for who said nothing else.
 */
export async function readReviews(
  client: GitHubClient,
  merged: { readonly number: number; readonly mergedAt: Timestamp },
  signal: AbortSignal,
): Promise<readonly Review[]> {
  const answers = await readPages(async (page) => {
    const { data } = await client.ask({
      what: "list reviews",
      kind: "read",
      signal,
      ask: async (api, call) => await api.pulls.listReviews({ ...call, ...page, pull_number: merged.number }),
    });
    return data;
  });
  const newest = new Map<string, Review>();
  for (const answer of answers) {
    const review = toReview(answer);
    if (review === null || review.at > merged.mergedAt) continue;
    const before = newest.get(review.reviewer);
    if (before === undefined || review.verdict !== "commented" || before.verdict === "commented")
      newest.set(review.reviewer, review);
  }
  return [...newest.values()];
}

function toReview(answer: {
  user: { login: string } | null;
  state: string;
  commit_id: string | null;
  submitted_at?: string;
}): Review | null {
  const verdict = verdicts[answer.state];
  const at = instantOf(answer.submitted_at);
  // A pending review is nobody's but its author's.
  if (verdict === undefined || at === null) return null;
  return { reviewer: identityOf(answer.user) ?? "github:ghost", verdict, revision: answer.commit_id, at };
}
