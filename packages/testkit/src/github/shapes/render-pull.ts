import type { FakePull, FakeRepository, FakeReview, GitHubWorld, Json } from "../github-state.ts";
import { missingChecks } from "../required-checks.ts";
import { nodeId, renderTime, renderTimeOrNull, renderUser } from "./render-account.ts";
import { renderRepository, repositoryPage, repositoryUrl } from "./render-repository.ts";

/** A pull request as lists show it: without anything that has to be computed. */
export function renderSimplePull(world: GitHubWorld, repository: FakeRepository, pull: FakePull): Json {
  const url = `${repositoryUrl(world, repository)}/pulls/${pull.number}`;
  const issue = `${repositoryUrl(world, repository)}/issues/${pull.number}`;
  const page = `${repositoryPage(world, repository)}/pull/${pull.number}`;
  const statuses = `${repositoryUrl(world, repository)}/statuses/${pull.head.sha}`;
  const links = {
    comments_url: `${issue}/comments`,
    commits_url: `${url}/commits`,
    review_comment_url: `${repositoryUrl(world, repository)}/pulls/comments{/number}`,
    review_comments_url: `${url}/comments`,
    statuses_url: statuses,
  };
  const head = world.state.repositories.get(pull.head.repository) ?? null;
  return {
    url,
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    ...links,
    number: pull.number,
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    user: renderUser(world, pull.user),
    body: pull.body,
    created_at: renderTime(pull.createdAt),
    updated_at: renderTime(pull.updatedAt),
    closed_at: renderTimeOrNull(pull.closedAt),
    merged_at: renderTimeOrNull(pull.merged?.at ?? null),
    merge_commit_sha: pull.unknownReads > 0 && pull.state === "open" ? null : pull.mergeSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: [],
    milestone: null,
    draft: pull.isDraft,
    head: renderSide(world, head, pull.head),
    base: renderSide(world, repository, pull.base),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issue },
      comments: { href: links.comments_url },
      review_comments: { href: links.review_comments_url },
      review_comment: { href: links.review_comment_url },
      commits: { href: links.commits_url },
      statuses: { href: statuses },
    },
    author_association: pull.head.repository === repository.id ? "COLLABORATOR" : "CONTRIBUTOR",
    auto_merge: null,
  };
}

function renderSide(
  world: GitHubWorld,
  repository: FakeRepository | null,
  side: { readonly ref: string; readonly sha: string },
): Json {
  const owner = repository?.owner ?? "ghost";
  return {
    label: `${owner}:${side.ref}`,
    ref: side.ref,
    sha: side.sha,
    user: renderUser(world, owner),
    repo: repository === null ? null : renderRepository(world, repository),
  };
}

/** A pull request as `GET /pulls/{number}` and payloads show it. */
export function renderPull(world: GitHubWorld, repository: FakeRepository, pull: FakePull): Json {
  const isKnown = pull.unknownReads === 0 && !pull.isOutdated;
  const mergeable = pull.state === "open" && isKnown ? pull.mergeable : null;
  return {
    ...renderSimplePull(world, repository, pull),
    merged: pull.merged !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeableState(repository, pull, mergeable),
    merged_by: pull.merged === null ? null : renderUser(world, pull.merged.by),
    comments: repository.comments.filter(({ issue }) => issue === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 1,
    deletions: 0,
    changed_files: 1,
  };
}

function mergeableState(repository: FakeRepository, pull: FakePull, mergeable: boolean | null): string {
  if (mergeable === null) return "unknown";
  if (!mergeable) return "dirty";
  if (pull.isDraft) return "draft";
  return missingChecks(repository, pull.base.ref, pull.head.sha).length > 0 ? "blocked" : "clean";
}

/** The short form inside check runs: empty for forks, as GitHub gives it. */
export function renderPullsOfHead(world: GitHubWorld, repository: FakeRepository, sha: string): Json[] {
  return [...repository.pulls.values()]
    .filter(({ state, head }) => state === "open" && head.sha === sha && head.repository === repository.id)
    .map((pull) => ({
      id: pull.id,
      number: pull.number,
      url: `${repositoryUrl(world, repository)}/pulls/${pull.number}`,
      head: { ref: pull.head.ref, sha: pull.head.sha, repo: renderReference(world, repository) },
      base: { ref: pull.base.ref, sha: pull.base.sha, repo: renderReference(world, repository) },
    }));
}

function renderReference(world: GitHubWorld, repository: FakeRepository): Json {
  return { id: repository.id, url: repositoryUrl(world, repository), name: repository.name };
}

export function renderReview(
  world: GitHubWorld,
  at: { readonly repository: FakeRepository; readonly pull: FakePull; readonly review: FakeReview },
): Json {
  const { repository, pull, review } = at;
  const page = `${repositoryPage(world, repository)}/pull/${pull.number}#pullrequestreview-${review.id}`;
  const url = `${repositoryUrl(world, repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId("PullRequestReview", review.id),
    user: renderUser(world, review.user),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: url,
    author_association: "COLLABORATOR",
    _links: { html: { href: page }, pull_request: { href: url } },
    submitted_at: renderTime(review.at),
    commit_id: review.commit,
  };
}
