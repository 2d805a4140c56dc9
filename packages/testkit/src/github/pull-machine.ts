import { notFound, GitHubProblem } from "./github-exchange.ts";
import type { FakePull, FakeRepository, FakeReview, GitHubWorld } from "./github-state.ts";
import { attemptMerge, mergeCommit, writePullHead } from "./merge-with-git.ts";
import { missingChecks } from "./required-checks.ts";
import { syncRefs } from "./sync-refs.ts";
import { emitPull, emitReview } from "./webhook-payloads.ts";

export interface NewFakePull {
  /** Branch, or `owner:branch` of a fork. */
  readonly head: string;
  readonly base: string;
  readonly title?: string;
  readonly body?: string | null;
  readonly isDraft?: boolean;
  readonly user?: string;
}

/** A pull request with the repository that it is opened in. */
export interface PullPlace {
  readonly repository: FakeRepository;
  readonly pull: FakePull;
}

export async function openPull(
  world: GitHubWorld,
  repository: FakeRepository,
  request: NewFakePull,
): Promise<FakePull> {
  const head = findHead(world, repository, request.head);
  const base = repository.refs.get(`refs/heads/${request.base}`);
  if (head === null || base === undefined) {
    throw new GitHubProblem(422, "Validation Failed: head or base is no branch");
  }
  const at = world.now();
  const pull: FakePull = {
    id: world.nextId(),
    number: repository.nextNumber,
    title: request.title ?? "Change pipelines",
    body: request.body ?? null,
    user: request.user ?? "ada",
    state: "open",
    isDraft: request.isDraft ?? false,
    head,
    base: { ref: request.base, sha: base },
    mergeable: false,
    mergeSha: null,
    unknownReads: world.unknownReads,
    isOutdated: false,
    merged: null,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    reviews: [],
  };
  repository.nextNumber += 1;
  repository.pulls.set(pull.number, pull);
  await writePullHead(world, repository, pull);
  await attemptMerge(world, repository, pull);
  emitPull(world, { repository, pull }, { action: "opened", sender: pull.user });
  return pull;
}

function findHead(world: GitHubWorld, repository: FakeRepository, name: string): FakePull["head"] | null {
  const colon = name.indexOf(":");
  const owner = colon < 0 ? repository.owner : name.slice(0, colon);
  const ref = name.slice(colon + 1);
  for (const from of [repository, ...world.state.repositories.values()]) {
    const isRelated = from === repository || from.forkOf === repository.id;
    const sha = from.refs.get(`refs/heads/${ref}`);
    if (isRelated && from.owner === owner && sha !== undefined) return { repository: from.id, ref, sha };
  }
  return null;
}

/** Reads it as `GET /pulls/{number}` does, which is what makes GitHub compute the merge again. */
export async function readPull(world: GitHubWorld, place: PullPlace): Promise<void> {
  if (place.pull.isOutdated) await attemptMerge(world, place.repository, place.pull);
}

/** To call once the answer was rendered: the computing comes nearer to its end. */
export function countRead(pull: FakePull): void {
  if (pull.unknownReads > 0) pull.unknownReads -= 1;
}

export function findPull(repository: FakeRepository, number: number): FakePull {
  const pull = repository.pulls.get(number);
  if (pull === undefined) throw notFound();
  return pull;
}

/** Merges and gives the commit on the base branch. */
export async function mergePull(
  world: GitHubWorld,
  place: PullPlace,
  how: { readonly by: string; readonly method?: "merge" | "squash" },
): Promise<string> {
  const { repository, pull } = place;
  const base = repository.refs.get(`refs/heads/${pull.base.ref}`);
  if (pull.state !== "open" || pull.isDraft || base === undefined) {
    throw new GitHubProblem(405, "Pull Request is not mergeable");
  }
  const missing = missingChecks(repository, pull.base.ref, pull.head.sha);
  if (missing.length > 0) {
    throw new GitHubProblem(405, `Required status check "${missing[0] ?? ""}" is expected.`);
  }
  const squash = how.method === "squash";
  const message = squash
    ? `${pull.title} (#${pull.number})`
    : `Merge pull request #${pull.number} from ${pull.head.ref}\n\n${pull.title}`;
  const sha = await mergeCommit(repository, { base, head: pull.head.sha, message, squash });
  if (sha === null) throw new GitHubProblem(405, "Pull Request is not mergeable");
  await repository.git.git("update-ref", `refs/heads/${pull.base.ref}`, sha, base);
  await endMerged(world, place, { by: how.by, sha });
  return sha;
}

/** The base branch holds the merge already: the pull request follows. */
export async function endMerged(
  world: GitHubWorld,
  place: PullPlace,
  merge: { readonly by: string; readonly sha: string },
): Promise<void> {
  const at = world.now();
  Object.assign(place.pull, {
    state: "closed",
    mergeSha: merge.sha,
    merged: { by: merge.by, at },
    closedAt: at,
    updatedAt: at,
    unknownReads: 0,
    isOutdated: false,
  });
  await syncRefs(world, place.repository, merge.by);
  emitPull(world, place, { action: "closed", sender: merge.by });
}

export interface PullEdit {
  readonly title?: string;
  readonly body?: string | null;
  readonly base?: string;
  readonly state?: "open" | "closed";
  readonly isDraft?: boolean;
}

/** Changes what a person can change; each change sends its own event. */
export async function editPull(
  world: GitHubWorld,
  place: PullPlace,
  edit: PullEdit & { readonly sender: string },
): Promise<void> {
  const { repository, pull } = place;
  const { sender } = edit;
  pull.updatedAt = world.now();
  const changes: Record<string, unknown> = {};
  if (edit.title !== undefined && edit.title !== pull.title) {
    changes["title"] = { from: pull.title };
    pull.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== pull.body) {
    changes["body"] = { from: pull.body ?? "" };
    pull.body = edit.body;
  }
  if (edit.base !== undefined && edit.base !== pull.base.ref) {
    const sha = repository.refs.get(`refs/heads/${edit.base}`);
    if (sha === undefined) throw new GitHubProblem(422, "Proposed base branch was not found");
    changes["base"] = { ref: { from: pull.base.ref }, sha: { from: pull.base.sha } };
    Object.assign(pull.base, { ref: edit.base, sha });
    await attemptMerge(world, repository, pull);
  }
  if (Object.keys(changes).length > 0)
    emitPull(world, place, { action: "edited", sender, extra: { changes } });
  if (edit.isDraft !== undefined && edit.isDraft !== pull.isDraft) {
    pull.isDraft = edit.isDraft;
    emitPull(world, place, { action: edit.isDraft ? "converted_to_draft" : "ready_for_review", sender });
  }
  if (edit.state !== undefined && edit.state !== pull.state)
    await setPullState(world, place, edit.state, sender);
}

async function setPullState(
  world: GitHubWorld,
  place: PullPlace,
  state: "open" | "closed",
  sender: string,
): Promise<void> {
  const { repository, pull } = place;
  if (pull.merged !== null) throw new GitHubProblem(422, "A merged pull request cannot be reopened");
  pull.state = state;
  pull.closedAt = state === "closed" ? world.now() : null;
  if (state === "open") await attemptMerge(world, repository, pull);
  emitPull(world, place, { action: state === "open" ? "reopened" : "closed", sender });
}

export function reviewPull(
  world: GitHubWorld,
  place: PullPlace,
  review: {
    readonly user: string;
    readonly state: FakeReview["state"];
    readonly body?: string;
    readonly commit?: string;
  },
): FakeReview {
  const made: FakeReview = {
    id: world.nextId(),
    user: review.user,
    state: review.state,
    body: review.body ?? "",
    commit: review.commit ?? place.pull.head.sha,
    at: world.now(),
  };
  place.pull.reviews.push(made);
  emitReview(world, { ...place, review: made });
  return made;
}
