import { GitHubProblem } from "./github-exchange.ts";
import type { FakeRepository, GitHubWorld, Json } from "./github-state.ts";
import { nodeId, renderTime } from "./shapes/render-account.ts";
import { repositoryPage, repositoryUrl } from "./shapes/render-repository.ts";

export interface ReadCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Json;
  readonly committer: Json;
  readonly message: string;
}

/** Commits do not go away, so git is asked once for each. */
const seenCommits = new WeakMap<FakeRepository, Set<string>>();

/** A branch, a tag, a short or full ref name or a commit; 422 when there is none, as GitHub answers. */
export async function resolveRef(repository: FakeRepository, ref: string): Promise<string> {
  const known =
    repository.refs.get(`refs/heads/${ref}`) ??
    repository.refs.get(`refs/tags/${ref}`) ??
    repository.refs.get(`refs/${ref}`);
  if (known !== undefined) return known;
  const seen = seenCommits.get(repository) ?? new Set();
  if (seen.has(ref)) return ref;
  const found = await repository.git
    .git("rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`)
    .catch(() => "");
  if (found === "") throw new GitHubProblem(422, `No commit found for SHA: ${ref}`);
  seenCommits.set(repository, seen.add(found));
  return found;
}

export async function readCommit(repository: FakeRepository, sha: string): Promise<ReadCommit> {
  const format = "--format=%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B";
  const text = await repository.git.git("log", "--max-count=1", format, sha, "--");
  const parts = text.split("\0");
  const person = (from: number) => ({
    name: parts[from] ?? "",
    email: parts[from + 1] ?? "",
    date: renderTime(Number(parts[from + 2]) * 1000),
  });
  return {
    sha,
    tree: parts[0] ?? "",
    parents: (parts[1] ?? "").split(" ").filter((parent) => parent !== ""),
    author: person(2),
    committer: person(5),
    message: (parts[8] ?? "").trimEnd(),
  };
}

function renderVerification({ verifications }: FakeRepository, sha: string): Json {
  const reason = verifications.get(sha) ?? "unsigned";
  const said = { verified: reason === "valid", reason };
  if (reason === "unsigned") return { ...said, signature: null, payload: null, verified_at: null };
  return { ...said, signature: "-----BEGIN SIGNED MESSAGE-----", payload: "", verified_at: null };
}

/** As `GET /git/commits/{sha}` shows it. */
export function renderGitCommit(world: GitHubWorld, repository: FakeRepository, commit: ReadCommit): Json {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: nodeId("Commit", 1),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: renderVerification(repository, commit.sha),
  };
}

/** As `GET /commits/{ref}` shows it. */
export function renderCommit(world: GitHubWorld, repository: FakeRepository, commit: ReadCommit): Json {
  const url = repositoryUrl(world, repository);
  const { sha, message, author, committer } = commit;
  const tree = { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` };
  const inner = { url: `${url}/git/commits/${sha}`, author, committer, message, comment_count: 0, tree };
  return {
    url: `${url}/commits/${sha}`,
    sha,
    node_id: nodeId("Commit", 1),
    html_url: `${repositoryPage(world, repository)}/commit/${sha}`,
    comments_url: `${url}/commits/${sha}/comments`,
    commit: { ...inner, verification: renderVerification(repository, sha) },
    author: null,
    committer: null,
    parents: commit.parents.map((parent) => ({ sha: parent, url: `${url}/commits/${parent}` })),
  };
}
