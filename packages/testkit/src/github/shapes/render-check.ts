import type {
  FakeCheckRun,
  FakeComment,
  FakeDeployment,
  FakeDeploymentStatus,
  FakeRepository,
  FakeStatus,
  GitHubWorld,
  Json,
} from "../github-state.ts";
import {
  nodeId,
  renderApp,
  renderOtherApp,
  renderTime,
  renderTimeOrNull,
  renderUser,
} from "./render-account.ts";
import { renderPullsOfHead } from "./render-pull.ts";
import { repositoryPage, repositoryUrl } from "./render-repository.ts";

export function renderCheckRun(world: GitHubWorld, repository: FakeRepository, run: FakeCheckRun): Json {
  const url = `${repositoryUrl(world, repository)}/check-runs/${run.id}`;
  const page = `${repositoryPage(world, repository)}/runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId("CheckRun", run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: renderTime(run.startedAt),
    completed_at: renderTimeOrNull(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    name: run.name,
    check_suite: { id: suiteId(run) },
    app: run.app === "own" ? renderApp(world) : renderOtherApp(world),
    pull_requests: renderPullsOfHead(world, repository, run.headSha),
  };
}

/** A suite holds the runs of one app on one commit. */
export function suiteId(run: FakeCheckRun): number {
  return Number.parseInt(run.headSha.slice(0, 8), 16) * 2 + (run.app === "own" ? 0 : 1);
}

export function renderStatus(world: GitHubWorld, repository: FakeRepository, status: FakeStatus): Json {
  return {
    url: `${repositoryUrl(world, repository)}/statuses/${status.sha}`,
    avatar_url: null,
    id: status.id,
    node_id: nodeId("Status", status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: renderTime(status.at),
    updated_at: renderTime(status.at),
    creator: renderUser(world, status.creator),
  };
}

export function renderDeployment(
  world: GitHubWorld,
  repository: FakeRepository,
  deployment: FakeDeployment,
): Json {
  const url = `${repositoryUrl(world, repository)}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: nodeId("Deployment", deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: renderUser(world, deployment.creator),
    created_at: renderTime(deployment.at),
    updated_at: renderTime(deployment.statuses.at(-1)?.at ?? deployment.at),
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(world, repository),
    transient_environment: deployment.isTransient,
    production_environment: deployment.isProduction,
  };
}

export function renderDeploymentStatus(
  world: GitHubWorld,
  at: { readonly repository: FakeRepository; readonly deployment: FakeDeployment },
  status: FakeDeploymentStatus,
): Json {
  const url = `${repositoryUrl(world, at.repository)}/deployments/${at.deployment.id}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId("DeploymentStatus", status.id),
    state: status.state,
    creator: renderUser(world, at.deployment.creator),
    description: status.description,
    environment: at.deployment.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: renderTime(status.at),
    updated_at: renderTime(status.at),
    deployment_url: url,
    repository_url: repositoryUrl(world, at.repository),
  };
}

export function renderComment(world: GitHubWorld, repository: FakeRepository, comment: FakeComment): Json {
  const url = repositoryUrl(world, repository);
  return {
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    url: `${url}/issues/comments/${comment.id}`,
    html_url: `${repositoryPage(world, repository)}/pull/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${url}/issues/${comment.issue}`,
    user: renderUser(world, comment.user),
    created_at: renderTime(comment.createdAt),
    updated_at: renderTime(comment.updatedAt),
    author_association: "NONE",
    body: comment.body,
    performed_via_github_app: comment.byApp ? renderApp(world) : null,
  };
}
