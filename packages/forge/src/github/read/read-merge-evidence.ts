import type { MergeEvidence, PullRequest, Revision } from "@lockstep/model";

import { type GitHubClient, orNull, readPages } from "../client/github-client.ts";
import { readForgeChecks } from "./read-forge-checks.ts";
import { readPullRequest } from "./read-pull-request.ts";
import { readReviews } from "./read-reviews.ts";

/** How a commit came in; `null` when no merged pull request brought it. */
export async function readMergeEvidence(
  client: GitHubClient,
  revision: Revision,
  signal: AbortSignal,
): Promise<MergeEvidence | null> {
  const number = await findMergedPullRequest(client, revision, signal);
  const pullRequest = number === null ? null : await readPullRequest(client, number, signal);
  if (pullRequest === null || pullRequest.mergedAt === null) return null;
  return await evidenceOf(client, { ...pullRequest, mergedAt: pullRequest.mergedAt }, signal);
}

async function evidenceOf(
  client: GitHubClient,
  pullRequest: PullRequest & { readonly mergedAt: string },
  signal: AbortSignal,
): Promise<MergeEvidence> {
  const { number, mergedAt, head } = pullRequest;
  const [reviews, checks] = await Promise.all([
    readReviews(client, { number, mergedAt }, signal),
    readForgeChecks(client, { revision: head.revision, mergedAt }, signal),
  ]);
  return { pullRequest, reviews, checks };
}

/**
 * The one that became this commit, or else the first merged one that holds it: rebasing makes several commits, of which
 * GitHub names the last only, and a later pull request from one branch into another holds all commits of the former.
 */
async function findMergedPullRequest(
  client: GitHubClient,
  revision: Revision,
  signal: AbortSignal,
): Promise<number | null> {
  const listed = await orNull(
    readPages(async (page) => {
      const { data } = await client.ask({
        what: "list the pull requests of a commit",
        kind: "read",
        signal,
        ask: async (api, call) =>
          await api.repos.listPullRequestsAssociatedWithCommit({ ...call, ...page, commit_sha: revision }),
      });
      return data;
    }, 3),
  );
  const merged = (listed ?? []).filter(({ merged_at }) => merged_at !== null);
  merged.sort((one, other) => (one.merged_at ?? "").localeCompare(other.merged_at ?? ""));
  const exact = merged.find(({ merge_commit_sha }) => merge_commit_sha === revision);
  return (exact ?? merged[0])?.number ?? null;
}
