import type { PullRequest, Revision } from "@lockstep/model";

import type { Observation } from "../reconcile/observe.ts";
import type { BranchHead } from "../source/revision-source.ts";
import { branchOf } from "./judge-environments.ts";

/** Something that checks are reported on: a pull request's head, or the head of a merge queue. */
export interface Candidate {
  /** `pull/7` or `queue/<branch>`. */
  readonly subject: string;
  /** The commit that checks are shown on. */
  readonly head: Revision;
  /** The base branch where git has it now. */
  readonly base: BranchHead;
  /** `null` for a merge queue. */
  readonly pullRequest: PullRequest | null;
  /** Whether any of it may come from another repository: such pipelines are never executed. */
  readonly isFork: boolean;
}

/** Name under which a pull request's commits are fetched; no branch can have it. */
export function pullRequestRef(number: number): string {
  return `pull:${number}`;
}

/** The pull request's head on its base branch; `null` while git does not have the base branch. */
export function candidateOf(
  pullRequest: PullRequest,
  heads: ReadonlyMap<string, Revision>,
): Candidate | null {
  const revision = heads.get(pullRequest.base.branch);
  if (revision === undefined || pullRequest.state !== "open") return null;
  return {
    subject: `pull/${pullRequest.number}`,
    head: pullRequest.head.revision,
    base: { branch: pullRequest.base.branch, revision },
    pullRequest,
    isFork: pullRequest.isFork,
  };
}

/** Pull requests and merge queues whose base branch feeds an environment, or says how environments are. */
export function findCandidates(
  { heads, control, rows }: Observation,
  pullRequests: readonly PullRequest[],
  controlBranch: string,
): readonly Candidate[] {
  const slugs = [...control.environments.map(({ slug }) => slug), ...control.broken];
  const feeding = new Set(slugs.map((slug) => branchOf(slug, { control, rows })));
  const pulls = pullRequests.flatMap((pullRequest) => candidateOf(pullRequest, heads) ?? []);
  return [...pulls, ...queuesOf(heads, pullRequests)].filter(
    ({ base }) => base.branch === controlBranch || feeding.has(base.branch),
  );
}

const queueBranch = /^gh-readonly-queue\/(.+)\/pr-(\d+)-[0-9a-f]{40}$/;

/**
 * Each entry of a merge queue holds the ones before it, so that one pull request of a fork, or one that nobody knows,
 * makes the whole queue of its base a fork's.
 */
function queuesOf(
  heads: ReadonlyMap<string, Revision>,
  pullRequests: readonly PullRequest[],
): readonly Candidate[] {
  const own = new Set(pullRequests.flatMap(({ number, isFork }) => (isFork ? [] : [number])));
  const entries = [...heads].flatMap(([branch, head]) => {
    const [, base, number] = queueBranch.exec(branch) ?? [];
    const revision = base === undefined ? undefined : heads.get(base);
    if (base === undefined || revision === undefined) return [];
    return [{ branch, head, base: { branch: base, revision }, isOwn: own.has(Number(number)) }];
  });
  const foreign = new Set(entries.filter(({ isOwn }) => !isOwn).map(({ base }) => base.branch));
  return entries.map(({ branch, head, base }) => ({
    subject: `queue/${branch}`,
    head,
    base,
    pullRequest: null,
    isFork: foreign.has(base.branch),
  }));
}

/** Name under which what was judged is fetched. */
export function refOf({ pullRequest, subject }: Candidate): string {
  return pullRequest === null ? subject.slice("queue/".length) : pullRequestRef(pullRequest.number);
}
