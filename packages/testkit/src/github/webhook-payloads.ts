import type {
  FakeCheckRun,
  FakeMergeGroup,
  FakePull,
  FakeRepository,
  FakeReview,
  GitHubWorld,
  Json,
} from "./github-state.ts";
import { renderTime } from "./shapes/render-account.ts";
import { renderCheckRun, suiteId } from "./shapes/render-check.ts";
import { renderPull, renderReview } from "./shapes/render-pull.ts";
import { repositoryPage } from "./shapes/render-repository.ts";

const zeros = "0".repeat(40);

/** GitHub sends more, but 20 is enough to show that commits are no proof. */
const pushedCommits = 20;

export async function emitPush(
  world: GitHubWorld,
  repository: FakeRepository,
  push: { readonly ref: string; readonly before: string; readonly after: string; readonly sender: string },
): Promise<void> {
  const isCreated = push.before === zeros;
  const isDeleted = push.after === zeros;
  const range = isCreated ? [push.after] : [`${push.before}..${push.after}`];
  const commits = isDeleted ? [] : await readCommits(world, repository, range);
  const forced = !isCreated && !isDeleted && !(await isAncestor(repository, push.before, push.after));
  const page = repositoryPage(world, repository);
  const [, kind = "", ...names] = push.ref.split("/");
  if (isCreated || isDeleted) emitRef(world, repository, { kind, name: names.join("/"), ...push, isCreated });
  world.emit({
    event: "push",
    action: null,
    repository,
    sender: push.sender,
    payload: {
      ref: push.ref,
      before: push.before,
      after: push.after,
      base_ref: null,
      pusher: { name: push.sender, email: `${push.sender}@example.com` },
      created: isCreated,
      deleted: isDeleted,
      forced,
      compare: `${page}/compare/${push.before.slice(0, 12)}...${push.after.slice(0, 12)}`,
      commits: commits.toReversed(),
      head_commit: commits[0] ?? null,
    },
  });
}

function emitRef(
  world: GitHubWorld,
  repository: FakeRepository,
  change: {
    readonly kind: string;
    readonly name: string;
    readonly sender: string;
    readonly isCreated: boolean;
  },
): void {
  const common = {
    ref: change.name,
    ref_type: change.kind === "tags" ? "tag" : "branch",
    pusher_type: "user",
  };
  world.emit({
    event: change.isCreated ? "create" : "delete",
    action: null,
    repository,
    sender: change.sender,
    payload: change.isCreated
      ? { ...common, master_branch: repository.defaultBranch, description: null }
      : common,
  });
}

async function isAncestor(repository: FakeRepository, before: string, after: string): Promise<boolean> {
  const base = await repository.git.git("merge-base", before, after).catch(() => "");
  return base === before;
}

async function readCommits(
  world: GitHubWorld,
  repository: FakeRepository,
  range: readonly string[],
): Promise<Json[]> {
  const format = "--format=%H%x00%T%x00%an%x00%ae%x00%ct%x00%B%x01";
  const text = await repository.git.git("log", `--max-count=${pushedCommits}`, format, ...range, "--");
  return text
    .split("\u0001")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [id = "", tree = "", name = "", email = "", at = "0", message = ""] = part.split("\0");
      return {
        id,
        tree_id: tree,
        distinct: true,
        message: message.trim(),
        timestamp: renderTime(Number(at) * 1000),
        url: `${repositoryPage(world, repository)}/commit/${id}`,
        author: { name, email },
        committer: { name, email },
        added: [],
        removed: [],
        modified: [],
      };
    });
}

export function emitPull(
  world: GitHubWorld,
  at: { readonly repository: FakeRepository; readonly pull: FakePull },
  event: { readonly action: string; readonly sender: string; readonly extra?: Json },
): void {
  world.emit({
    event: "pull_request",
    action: event.action,
    repository: at.repository,
    sender: event.sender,
    payload: {
      number: at.pull.number,
      pull_request: renderPull(world, at.repository, at.pull),
      ...event.extra,
    },
  });
}

export function emitReview(
  world: GitHubWorld,
  at: { readonly repository: FakeRepository; readonly pull: FakePull; readonly review: FakeReview },
): void {
  const review = { ...renderReview(world, at), state: at.review.state.toLowerCase() };
  const { mergeable: _, ...pull } = renderPull(world, at.repository, at.pull);
  world.emit({
    event: "pull_request_review",
    action: "submitted",
    repository: at.repository,
    sender: at.review.user,
    payload: { review, pull_request: pull },
  });
}

export function emitCheckRun(
  world: GitHubWorld,
  at: { readonly repository: FakeRepository; readonly run: FakeCheckRun },
  event: { readonly action: string; readonly sender: string; readonly identifier?: string },
): void {
  const run = renderCheckRun(world, at.repository, at.run);
  const pull = [...at.repository.pulls.values()].find(
    ({ head }) => head.sha === at.run.headSha && head.repository === at.repository.id,
  );
  world.emit({
    event: "check_run",
    action: event.action,
    repository: at.repository,
    sender: event.sender,
    payload: {
      check_run: {
        ...run,
        check_suite: {
          id: suiteId(at.run),
          head_branch: pull?.head.ref ?? null,
          head_sha: at.run.headSha,
          status: at.run.status,
          conclusion: at.run.conclusion,
          before: null,
          after: at.run.headSha,
          app: run["app"],
          pull_requests: run["pull_requests"],
          url: `${String(run["url"]).replace(/check-runs.*/, "check-suites")}/${suiteId(at.run)}`,
          node_id: "Y2hlY2s=",
          created_at: renderTime(at.run.startedAt),
          updated_at: renderTime(at.run.startedAt),
        },
      },
      ...(event.identifier === undefined ? {} : { requested_action: { identifier: event.identifier } }),
    },
  });
}

export function emitMergeGroup(
  world: GitHubWorld,
  at: { readonly repository: FakeRepository; readonly group: FakeMergeGroup },
  event: { readonly action: "checks_requested" | "destroyed"; readonly reason?: string },
): void {
  const { group } = at;
  const person = { name: "GitHub", email: "noreply@github.com" };
  world.emit({
    event: "merge_group",
    action: event.action,
    repository: at.repository,
    sender: "github-merge-queue[bot]",
    payload: {
      merge_group: {
        head_sha: group.headSha,
        head_ref: group.ref,
        base_sha: group.baseSha,
        base_ref: `refs/heads/${group.baseRef}`,
        head_commit: {
          id: group.headSha,
          tree_id: group.headSha,
          message: `Merge pull request #${group.pull}`,
          timestamp: renderTime(world.now()),
          author: person,
          committer: person,
        },
      },
      ...(event.reason === undefined ? {} : { reason: event.reason }),
    },
  });
}
