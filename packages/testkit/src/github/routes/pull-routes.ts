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
import type { FakePull } from "../github-state.ts";
import { countRead, editPull, findPull, mergePull, openPull, readPull, reviewPull } from "../pull-machine.ts";
import { readCommit, renderCommit } from "../read-commit.ts";
import { renderPull, renderReview, renderSimplePull } from "../shapes/render-pull.ts";

/** Pull requests with their reviews. */
export function pullRoutes(): readonly GitHubRoute[] {
  const read = "pull_requests:read";
  const write = "pull_requests:write";
  return [
    { operation: "pulls.list", permission: read, answer: listPulls },
    { operation: "pulls.get", permission: read, answer: getPull },
    { operation: "pulls.create", permission: write, answer: createPull },
    { operation: "pulls.update", permission: write, answer: updatePull },
    { operation: "pulls.merge", permission: "contents:write", answer: merge },
    {
      operation: "pulls.check-if-merged",
      permission: read,
      answer: (call) => {
        if (pullOf(call).merged === null) throw notFound();
        return { status: 204, body: undefined };
      },
    },
    { operation: "pulls.list-commits", permission: read, answer: listCommits },
    {
      operation: "pulls.list-reviews",
      permission: read,
      answer: (call) => {
        const pull = pullOf(call);
        return { list: pull.reviews.map((review) => renderReview(call.world, { ...call, pull, review })) };
      },
    },
    { operation: "pulls.create-review", permission: write, answer: createReview },
  ];
}

function pullOf(call: GitHubCall): FakePull {
  return findPull(call.repository, Number(call.path["pull_number"]));
}

function listPulls({ world, repository, query }: GitHubCall): GitHubReply {
  const state = query.get("state") ?? "open";
  const head = query.get("head");
  const base = query.get("base");
  const key = query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  const order = query.get("direction") ?? (key === "createdAt" && !query.has("sort") ? "desc" : "asc");
  const ownerOf = (pull: FakePull) => world.state.repositories.get(pull.head.repository)?.owner ?? "";
  const pulls = [...repository.pulls.values()]
    .filter((pull) => state === "all" || pull.state === state)
    .filter((pull) => base === null || pull.base.ref === base)
    .filter((pull) => head === null || `${ownerOf(pull)}:${pull.head.ref}` === head)
    .sort((a, b) => a[key] - b[key] || a.number - b.number);
  if (order === "desc") pulls.reverse();
  return { list: pulls.map((pull) => renderSimplePull(world, repository, pull)) };
}

async function getPull(call: GitHubCall): Promise<GitHubReply> {
  const { world, repository } = call;
  const pull = pullOf(call);
  if (pull.isOutdated) await world.serially(repository, () => readPull(world, { repository, pull }));
  const body = renderPull(world, repository, pull);
  countRead(pull);
  return ok(body);
}

async function createPull(call: GitHubCall): Promise<GitHubReply> {
  const { world, repository, body, login } = call;
  await refusePointless(call);
  const pull = await openPull(world, repository, {
    head: textOf(body["head"], ""),
    base: textOf(body["base"], ""),
    title: textOf(body["title"], "Change pipelines"),
    body: typeof body["body"] === "string" ? body["body"] : null,
    isDraft: body["draft"] === true,
    user: login,
  });
  return created(renderPull(world, repository, pull));
}

/** GitHub opens no second one of the same branches, and none without a commit. */
async function refusePointless({ repository, body }: GitHubCall): Promise<void> {
  const base = textOf(body["base"], "");
  const named = textOf(body["head"], "");
  const ref = named.slice(named.indexOf(":") + 1);
  const isOwn = ref === named || named === `${repository.owner}:${ref}`;
  if (!isOwn) return;
  const isOpen = [...repository.pulls.values()].some(
    ({ state, head, base: into }) =>
      state === "open" && head.repository === repository.id && head.ref === ref && into.ref === base,
  );
  if (isOpen) {
    const message = `Validation Failed: A pull request already exists for ${repository.owner}:${ref}.`;
    throw new GitHubProblem(422, message);
  }
  const revisions = [base, ref].map((branch) => repository.refs.get(`refs/heads/${branch}`));
  if (revisions.includes(undefined)) return;
  if ((await repository.git.git("rev-list", "--count", revisions.join(".."))) === "0") {
    throw new GitHubProblem(422, `Validation Failed: No commits between ${base} and ${ref}`);
  }
}

async function updatePull(call: GitHubCall): Promise<GitHubReply> {
  const { world, repository, body, login } = call;
  const pull = pullOf(call);
  await editPull(
    world,
    { repository, pull },
    {
      sender: login,
      ...(typeof body["title"] === "string" ? { title: body["title"] } : {}),
      ...(typeof body["body"] === "string" ? { body: body["body"] } : {}),
      ...(typeof body["base"] === "string" ? { base: body["base"] } : {}),
      ...(body["state"] === "open" || body["state"] === "closed" ? { state: body["state"] } : {}),
    },
  );
  return ok(renderPull(world, repository, pull));
}

async function merge(call: GitHubCall): Promise<GitHubReply> {
  const { world, repository, body, login } = call;
  const pull = pullOf(call);
  if (typeof body["sha"] === "string" && body["sha"] !== pull.head.sha) {
    throw new GitHubProblem(409, "Head branch was modified. Review and try the merge again.");
  }
  const method = body["merge_method"] === "squash" ? "squash" : "merge";
  const sha = await mergePull(world, { repository, pull }, { by: login, method });
  return ok({ sha, merged: true, message: "Pull Request successfully merged" });
}

async function listCommits(call: GitHubCall): Promise<GitHubReply> {
  const { world, repository } = call;
  const pull = pullOf(call);
  const text = await repository.git.git("rev-list", "--reverse", `${pull.base.sha}..${pull.head.sha}`);
  const shas = text.split("\n").filter((sha) => sha !== "");
  const commits = await Promise.all(shas.map((sha) => readCommit(repository, sha)));
  return { list: commits.map((commit) => renderCommit(world, repository, commit)) };
}

const reviewStates = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
} as const;

function createReview(call: GitHubCall): GitHubReply {
  const { world, repository, body, login } = call;
  const pull = pullOf(call);
  const event = textOf(body["event"], "COMMENT") as keyof typeof reviewStates;
  const review = reviewPull(world, { repository, pull }, { user: login, state: reviewStates[event] });
  return ok(renderReview(world, { repository, pull, review }));
}
