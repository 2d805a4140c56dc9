import type { FakeRepository, GitHubWorld, Json } from "../github-state.ts";
import { apiUrl, nodeId, renderTime, renderUser } from "./render-account.ts";

const repositoryLinks = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

export function fullName(repository: FakeRepository): string {
  return `${repository.owner}/${repository.name}`;
}

export function repositoryUrl(world: GitHubWorld, repository: FakeRepository): string {
  return `${apiUrl(world)}/repos/${fullName(repository)}`;
}

export function repositoryPage(world: GitHubWorld, repository: FakeRepository): string {
  return `${world.origin}/${fullName(repository)}`;
}

/** A repository as every list, payload and answer shows it. */
export function renderRepository(world: GitHubWorld, repository: FakeRepository): Json {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  const openPulls = [...repository.pulls.values()].filter((pull) => pull.state === "open").length;
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.isPrivate,
    visibility: repository.isPrivate ? "private" : "public",
    owner: renderUser(world, repository.owner),
    html_url: page,
    description: null,
    fork: repository.forkOf !== null,
    url,
    ...Object.fromEntries(Object.entries(repositoryLinks).map(([name, end]) => [name, `${url}${end}`])),
    git_url: `${page.replace(/^https?/, "git")}.git`,
    ssh_url: `git@github.example:${fullName(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    topics: [],
    default_branch: repository.defaultBranch,
    created_at: renderTime(repository.createdAt),
    updated_at: renderTime(repository.createdAt),
    pushed_at: renderTime(repository.createdAt),
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    forks_count: 0,
    forks: 0,
    open_issues_count: openPulls,
    open_issues: openPulls,
    has_issues: true,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
  };
}

/** What `GET /repos/{owner}/{repo}` adds. */
export function renderFullRepository(world: GitHubWorld, repository: FakeRepository): Json {
  const parent = repository.forkOf === null ? undefined : world.state.repositories.get(repository.forkOf);
  const above = parent === undefined ? {} : { parent: renderRepository(world, parent) };
  return {
    ...renderRepository(world, repository),
    network_count: 0,
    subscribers_count: 0,
    ...above,
    ...(parent === undefined ? {} : { source: renderRepository(world, parent) }),
  };
}
