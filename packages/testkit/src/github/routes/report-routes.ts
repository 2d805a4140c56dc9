import {
  created,
  type GitHubCall,
  GitHubProblem,
  type GitHubReply,
  type GitHubRoute,
  notFound,
  ok,
  textOf,
} from "../github-exchange.ts";
import type { FakeComment, FakeDeployment, FakeStatus } from "../github-state.ts";
import { findPull } from "../pull-machine.ts";
import { resolveRef } from "../read-commit.ts";
import {
  renderComment,
  renderDeployment,
  renderDeploymentStatus,
  renderStatus,
} from "../shapes/render-check.ts";
import { renderRepository, repositoryUrl } from "../shapes/render-repository.ts";

/** Statuses kept per commit and context, as on GitHub. */
const maxStatuses = 1000;

/** Commit statuses, deployments and comments. */
export function reportRoutes(): readonly GitHubRoute[] {
  return [
    { operation: "repos.create-commit-status", permission: "statuses:write", answer: createStatus },
    {
      operation: "repos.list-commit-statuses-for-ref",
      permission: "statuses:read",
      answer: async (call) => {
        const statuses = await statusesOf(call);
        return { list: statuses.map((status) => renderStatus(call.world, call.repository, status)) };
      },
    },
    { operation: "repos.get-combined-status-for-ref", permission: "statuses:read", answer: combineStatuses },
    { operation: "repos.create-deployment", permission: "deployments:write", answer: createDeployment },
    { operation: "repos.list-deployments", permission: "deployments:read", answer: listDeployments },
    {
      operation: "repos.get-deployment",
      permission: "deployments:read",
      answer: (call) => ok(renderDeployment(call.world, call.repository, deploymentOf(call))),
    },
    {
      operation: "repos.create-deployment-status",
      permission: "deployments:write",
      answer: createDeploymentStatus,
    },
    {
      operation: "repos.list-deployment-statuses",
      permission: "deployments:read",
      answer: (call) => {
        const deployment = deploymentOf(call);
        const place = { repository: call.repository, deployment };
        return {
          list: deployment.statuses
            .toReversed()
            .map((status) => renderDeploymentStatus(call.world, place, status)),
        };
      },
    },
    {
      operation: "issues.list-comments",
      permission: "pull_requests:read",
      answer: ({ world, repository, path }) => {
        const pull = findPull(repository, Number(path["issue_number"]));
        const own = repository.comments.filter(({ issue }) => issue === pull.number);
        return { list: own.map((comment) => renderComment(world, repository, comment)) };
      },
    },
    { operation: "issues.create-comment", permission: "pull_requests:write", answer: createComment },
    {
      operation: "issues.get-comment",
      permission: "pull_requests:read",
      answer: (call) => ok(renderComment(call.world, call.repository, commentOf(call))),
    },
    {
      operation: "issues.update-comment",
      permission: "pull_requests:write",
      answer: (call) => {
        const comment = commentOf(call);
        comment.body = readCommentBody(call);
        comment.updatedAt = call.world.now();
        return ok(renderComment(call.world, call.repository, comment));
      },
    },
  ];
}

async function createStatus({ world, repository, path, body, login }: GitHubCall): Promise<GitHubReply> {
  const sha = await resolveRef(repository, path["sha"] ?? "");
  const context = textOf(body["context"], "default");
  const description = (body["description"] as string | null | undefined) ?? null;
  if ((description ?? "").length > 140)
    throw new GitHubProblem(422, "description is too long (maximum is 140 characters)");
  const same = repository.statuses.filter((status) => status.sha === sha && status.context === context);
  if (same.length >= maxStatuses)
    throw new GitHubProblem(422, "This SHA and context has reached the maximum number of statuses.");
  const status: FakeStatus = {
    id: world.nextId(),
    sha,
    context,
    state: textOf(body["state"], ""),
    description,
    targetUrl: (body["target_url"] as string | null | undefined) ?? null,
    creator: login,
    at: world.now(),
  };
  repository.statuses.push(status);
  return created(renderStatus(world, repository, status));
}

/** Newest first. */
async function statusesOf({ repository, path }: GitHubCall): Promise<FakeStatus[]> {
  const sha = await resolveRef(repository, path["ref"] ?? "");
  return repository.statuses.filter((status) => status.sha === sha).reverse();
}

async function combineStatuses(call: GitHubCall): Promise<GitHubReply> {
  const { world, repository } = call;
  const sha = await resolveRef(repository, call.path["ref"] ?? "");
  const all = await statusesOf(call);
  const latest = all.filter(
    (status, index) => all.findIndex(({ context }) => context === status.context) === index,
  );
  const isBad = latest.some(({ state }) => state === "failure" || state === "error");
  const isGood = latest.length > 0 && latest.every(({ state }) => state === "success");
  const url = `${repositoryUrl(world, repository)}/commits/${sha}`;
  return ok({
    state: isBad ? "failure" : isGood ? "success" : "pending",
    statuses: latest.map((status) => renderStatus(world, repository, status)),
    sha,
    total_count: latest.length,
    repository: renderRepository(world, repository),
    commit_url: url,
    url: `${url}/status`,
  });
}

async function createDeployment({ world, repository, body, login }: GitHubCall): Promise<GitHubReply> {
  const ref = textOf(body["ref"], "");
  const sha = await resolveRef(repository, ref);
  // Without this GitHub may merge the default branch into the ref and create no deployment.
  if (body["auto_merge"] !== false)
    return { status: 202, body: { message: `Auto-merged ${repository.defaultBranch} into ${ref}.` } };
  const required = body["required_contexts"];
  if (!Array.isArray(required) || required.length > 0) {
    const isGreen = repository.statuses.some((status) => status.sha === sha && status.state === "success");
    if (!isGreen) throw new GitHubProblem(409, `Conflict: Commit status checks failed for ${ref}.`);
  }
  const deployment: FakeDeployment = {
    id: world.nextId(),
    sha,
    ref,
    task: textOf(body["task"], "deploy"),
    environment: textOf(body["environment"], "production"),
    isProduction:
      (body["production_environment"] as boolean | undefined) ?? body["environment"] === "production",
    isTransient: body["transient_environment"] === true,
    description: (body["description"] as string | null | undefined) ?? null,
    payload: body["payload"] ?? {},
    creator: login,
    at: world.now(),
    statuses: [],
  };
  repository.deployments.push(deployment);
  return created(renderDeployment(world, repository, deployment));
}

function listDeployments({ world, repository, query }: GitHubCall): GitHubReply {
  const matches = (deployment: FakeDeployment) =>
    (["sha", "ref", "task", "environment"] as const).every((name) => {
      const wanted = query.get(name);
      return wanted === null || wanted === "none" || wanted === deployment[name];
    });
  const found = repository.deployments.filter(matches).reverse();
  return { list: found.map((deployment) => renderDeployment(world, repository, deployment)) };
}

function deploymentOf({ repository, path }: GitHubCall): FakeDeployment {
  const found = repository.deployments.find(({ id }) => String(id) === path["deployment_id"]);
  if (found === undefined) throw notFound();
  return found;
}

function createDeploymentStatus(call: GitHubCall): GitHubReply {
  const { world, repository, body } = call;
  const deployment = deploymentOf(call);
  const description = textOf(body["description"], "");
  if (description.length > 140)
    throw new GitHubProblem(422, "description is too long (maximum is 140 characters)");
  const state = textOf(body["state"], "");
  const made = {
    state,
    description,
    logUrl: textOf(body["log_url"] ?? body["target_url"], ""),
    environmentUrl: textOf(body["environment_url"], ""),
    at: world.now(),
  };
  const status = { id: world.nextId(), ...made };
  deployment.statuses.push(status);
  if (state === "success" && body["auto_inactive"] !== false) supersede(call, deployment);
  return created(renderDeploymentStatus(world, { repository, deployment }, status));
}

/** What `auto_inactive` does: production environments are left alone. */
function supersede({ world, repository }: GitHubCall, by: FakeDeployment): void {
  for (const other of repository.deployments) {
    const isSame = other.environment === by.environment && other.id !== by.id;
    if (!isSame || other.isProduction || other.isTransient || other.statuses.at(-1)?.state !== "success")
      continue;
    const fields = { description: "", logUrl: "", environmentUrl: "", at: world.now() };
    other.statuses.push({ id: world.nextId(), state: "inactive", ...fields });
  }
}

function readCommentBody({ body }: GitHubCall): string {
  const text = textOf(body["body"], "");
  if (text.length > 65_536) throw new GitHubProblem(422, "body is too long (maximum is 65536 characters)");
  return text;
}

function createComment(call: GitHubCall): GitHubReply {
  const { world, repository, path, login, caller } = call;
  const pull = findPull(repository, Number(path["issue_number"]));
  const at = world.now();
  const comment: FakeComment = {
    id: world.nextId(),
    issue: pull.number,
    body: readCommentBody(call),
    user: login,
    byApp: caller.kind === "installation",
    createdAt: at,
    updatedAt: at,
  };
  repository.comments.push(comment);
  return created(renderComment(world, repository, comment));
}

function commentOf({ repository, path }: GitHubCall): FakeComment {
  const found = repository.comments.find(({ id }) => String(id) === path["comment_id"]);
  if (found === undefined) throw notFound();
  return found;
}
