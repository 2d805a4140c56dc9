import { type PullRequest, type Timestamp, toTimestamp } from "@lockstep/model";
import type { RestEndpointMethodTypes } from "@octokit/rest";

export type FullPullRequest = RestEndpointMethodTypes["pulls"]["get"]["response"]["data"];
export type ListedPullRequest = RestEndpointMethodTypes["pulls"]["list"]["response"]["data"][number];

/** GitHub's answer about one pull request. */
export function toPullRequest(answer: FullPullRequest): PullRequest {
  const isMerged = answer.merged_at !== null;
  const isMergeable = answer.state === "open" ? answer.mergeable : null;
  return {
    ...commonOf(answer),
    isMergeable,
    // While GitHub computes, and when there are conflicts, the field holds the result of an earlier state.
    mergeRevision: isMerged || isMergeable === true ? (answer.merge_commit_sha ?? null) : null,
    mergedBy: isMerged ? identityOf(answer.merged_by) : null,
  };
}

/** An entry of a list: it does not say whether it can be merged, nor by whom it was. */
export function toListedPullRequest(answer: ListedPullRequest): PullRequest {
  return {
    ...commonOf(answer),
    isMergeable: null,
    mergeRevision: answer.merged_at === null ? null : answer.merge_commit_sha,
    mergedBy: null,
  };
}

function commonOf(answer: FullPullRequest | ListedPullRequest) {
  return {
    number: answer.number,
    url: answer.html_url,
    title: answer.title,
    author: identityOf(answer.user),
    state: stateOf(answer),
    isDraft: answer.draft ?? false,
    // A fork that was deleted leaves no repository.
    isFork: answer.head.repo?.id !== answer.base.repo.id,
    head: { branch: answer.head.ref, revision: answer.head.sha },
    base: { branch: answer.base.ref, revision: answer.base.sha },
    mergedAt: instantOf(answer.merged_at),
    updatedAt: toTimestamp(Date.parse(answer.updated_at)),
  };
}

function stateOf(answer: { merged_at: string | null; state: string }): PullRequest["state"] {
  if (answer.merged_at !== null) return "merged";
  return answer.state === "open" ? "open" : "closed";
}

/** `github:ada`; `null` for an account that is gone. */
export function identityOf(account: { readonly login: string } | null | undefined): string | null {
  return account ? `github:${account.login}` : null;
}

/** GitHub's instants have no milliseconds; ours do, so that they sort as text. */
export function instantOf(text: string | null | undefined): Timestamp | null {
  const milliseconds = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) ? null : toTimestamp(milliseconds);
}
