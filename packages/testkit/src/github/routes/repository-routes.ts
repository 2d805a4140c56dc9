import { type GitHubCall, type GitHubReply, type GitHubRoute, notFound, ok } from "../github-exchange.ts";
import { readCommit, renderCommit, resolveRef } from "../read-commit.ts";
import { renderUser } from "../shapes/render-account.ts";
import { renderSimplePull } from "../shapes/render-pull.ts";
import { renderFullRepository, repositoryUrl } from "../shapes/render-repository.ts";

/** The repository, its branches with their rules, commits, and who may do what. */
export function repositoryRoutes(): readonly GitHubRoute[] {
  const permission = "contents:read";
  return [
    {
      operation: "repos.get",
      permission: "metadata:read",
      answer: ({ world, repository }) => ok(renderFullRepository(world, repository)),
    },
    { operation: "repos.get-branch", permission, answer: getBranch },
    {
      operation: "repos.list-branches",
      permission,
      answer: (call) => ({ list: branchNames(call).map((name) => renderShortBranch(call, name)) }),
    },
    { operation: "repos.get-branch-rules", permission: "metadata:read", answer: getRules },
    { operation: "repos.get-branch-protection", permission: "administration:read", answer: getProtection },
    {
      operation: "repos.get-status-checks-protection",
      permission: "administration:read",
      answer: (call) => ok(renderStatusPolicy(call)),
    },
    {
      operation: "repos.get-all-status-check-contexts",
      permission: "administration:read",
      answer: (call) => ok(requiredChecks(call)),
    },
    {
      operation: "repos.get-commit",
      permission,
      answer: async (call) => {
        const sha = await resolveRef(call.repository, call.path["ref"] ?? "");
        return ok(renderCommit(call.world, call.repository, await readCommit(call.repository, sha)));
      },
    },
    {
      operation: "repos.list-pull-requests-associated-with-commit",
      permission: "pull_requests:read",
      answer: listPullsOfCommit,
    },
    {
      operation: "repos.get-collaborator-permission-level",
      permission: "metadata:read",
      answer: getPermission,
    },
  ];
}

function branchNames({ repository }: GitHubCall): string[] {
  return [...repository.refs.keys()]
    .filter((ref) => ref.startsWith("refs/heads/"))
    .map((ref) => ref.slice(11));
}

function renderShortBranch(call: GitHubCall, name: string) {
  const sha = call.repository.refs.get(`refs/heads/${name}`) ?? "";
  const url = `${repositoryUrl(call.world, call.repository)}/commits/${sha}`;
  return { name, commit: { sha, url }, protected: call.repository.requiredChecks.has(name) };
}

async function getBranch(call: GitHubCall): Promise<GitHubReply> {
  const name = call.path["branch"] ?? "";
  const sha = call.repository.refs.get(`refs/heads/${name}`);
  if (sha === undefined) throw notFound();
  const url = `${repositoryUrl(call.world, call.repository)}/branches/${encodeURIComponent(name)}`;
  return ok({
    ...renderShortBranch(call, name),
    commit: renderCommit(call.world, call.repository, await readCommit(call.repository, sha)),
    _links: { html: url, self: url },
    protection: {},
    protection_url: `${url}/protection`,
  });
}

function requiredChecks({ repository, path }: GitHubCall): readonly string[] {
  const checks = repository.requiredChecks.get(path["branch"] ?? "");
  if (checks === undefined) throw notFound();
  return checks;
}

function getRules({ repository, path }: GitHubCall): GitHubReply {
  const checks = repository.requiredChecks.get(path["branch"] ?? "");
  if (checks === undefined) return { list: [] };
  const parameters = {
    required_status_checks: checks.map((context) => ({ context })),
    strict_required_status_checks_policy: false,
  };
  const ruleset_source = `${repository.owner}/${repository.name}`;
  const source = { ruleset_source_type: "Repository", ruleset_source, ruleset_id: 1 };
  return { list: [{ type: "required_status_checks", ...source, parameters }] };
}

function renderStatusPolicy(call: GitHubCall) {
  const contexts = requiredChecks(call);
  const branch = encodeURIComponent(call.path["branch"] ?? "");
  const url = `${repositoryUrl(call.world, call.repository)}/branches/${branch}/protection/required_status_checks`;
  const checks = contexts.map((context) => ({ context, app_id: null }));
  return { url, contexts_url: `${url}/contexts`, strict: false, contexts, checks };
}

function getProtection(call: GitHubCall): GitHubReply {
  const policy = renderStatusPolicy(call);
  return ok({ url: policy.url.replace(/\/required_status_checks$/, ""), required_status_checks: policy });
}

async function listPullsOfCommit(call: GitHubCall): Promise<GitHubReply> {
  const { repository, world } = call;
  const sha = await resolveRef(repository, call.path["commit_sha"] ?? "");
  const found = [];
  for (const pull of repository.pulls.values()) {
    const isOwn = pull.head.sha === sha || (pull.merged !== null && pull.mergeSha === sha);
    if (isOwn || (await isWithin(call, pull.head.sha, { base: pull.base.sha, sha }))) found.push(pull);
  }
  return { list: found.map((pull) => renderSimplePull(world, repository, pull)) };
}

/** Whether the commit is one of those that a pull request brings. */
async function isWithin(
  { repository }: GitHubCall,
  head: string,
  commit: { readonly base: string; readonly sha: string },
): Promise<boolean> {
  const { git } = repository.git;
  const bases = await Promise.all([
    git("merge-base", commit.sha, head).catch(() => ""),
    git("merge-base", commit.sha, commit.base).catch(() => ""),
  ]);
  return bases[0] === commit.sha && bases[1] !== commit.sha;
}

function getPermission({ world, repository, path }: GitHubCall): GitHubReply {
  const login = path["username"] ?? "";
  if (!world.state.users.has(login) && !repository.permissions.has(login)) throw notFound();
  const permission =
    login === repository.owner
      ? "admin"
      : (repository.permissions.get(login) ?? (repository.isPrivate ? "none" : "read"));
  const level = ["none", "read", "write", "admin"].indexOf(permission);
  const permissions = {
    pull: level >= 1,
    triage: level >= 2,
    push: level >= 2,
    maintain: level >= 3,
    admin: level >= 3,
  };
  return ok({
    permission,
    role_name: permission,
    user: { ...renderUser(world, login), permissions, role_name: permission },
  });
}
