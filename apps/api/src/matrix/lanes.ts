import {
  deployStates,
  type Commit,
  type DeployHead,
  type DeployState,
  type EnvironmentStatus,
  type MergeEvidence,
  type OrgStore,
  type Revision,
  type Slug,
  type Timestamp,
  type Token,
} from "@lockstep/model";

import { reaches } from "../access/scope.ts";
import { promotionLadder, type Rung } from "./promotion-ladder.ts";

/** One commit in a lane. */
export interface Bead {
  readonly revision: Revision;
  /** `null` before it was planned. */
  readonly commit: Commit | null;
  readonly state: DeployState | "observed";
  readonly intent: DeployHead["intent"] | null;
  readonly deploy: string | null;
  readonly because: string;
  readonly isInForce: boolean;
  readonly stuck: {
    readonly reason: string;
    readonly next: string;
    readonly opensAt: Timestamp | null;
    readonly predictedAt: Timestamp | null;
  } | null;
  readonly updatedAt: Timestamp | null;
  readonly pullRequest: { readonly number: number; readonly url: string } | null;
}

/** What came into one environment, newest first. */
export interface Lane {
  readonly environment: Rung;
  readonly beads: readonly Bead[];
}

const beadsOfLane = 20;

/** The lanes that a token reaches, by the promotion ladder. */
export async function loadLanes(
  { environments, dashboard, pullRequests }: Pick<OrgStore, "environments" | "dashboard" | "pullRequests">,
  token: Token,
): Promise<readonly Lane[]> {
  const all = await environments.list();
  const ladder = promotionLadder(
    all.filter(({ slug, retiredAt }) => retiredAt === null && reaches(token, slug)),
  );
  const slugs = ladder.map(({ status }) => status.slug);
  const heads = await dashboard.listDeployHeads(slugs, beadsOfLane);
  const merges = await pullRequests.listEvidence([...new Set(heads.map(({ revision }) => revision))]);
  const byRevision = new Map(merges.map((merge) => [merge.pullRequest.mergeRevision, merge]));
  return ladder.map((rung) => ({
    environment: rung,
    beads: beadsOf(rung.status, headsOf(heads, rung.status.slug), byRevision).slice(0, beadsOfLane),
  }));
}

function headsOf(heads: readonly DeployHead[], environment: Slug): readonly DeployHead[] {
  return heads.filter((head) => head.environment === environment);
}

function beadsOf(
  status: EnvironmentStatus,
  heads: readonly DeployHead[],
  merges: ReadonlyMap<Revision | null, MergeEvidence>,
): readonly Bead[] {
  const beads = heads.map((head, index) => ({
    ...beadOf(status, head, merges.get(head.revision)),
    // What is older than the newest waits for nothing any more.
    stuck: index === 0 && isStuck(head.state) ? stuckDeploy(status, head) : null,
  }));
  const { desiredRevision, appliedRevision } = status;
  const isKnown = heads.some(({ revision }) => revision === desiredRevision);
  if (desiredRevision === null || isKnown || desiredRevision === appliedRevision) return beads;
  return [observed(desiredRevision, status), ...beads];
}

/** Git has it, and there is no plan for it: it is looked at now, or could not be read. */
function observed(revision: Revision, status: EnvironmentStatus): Bead {
  return {
    revision,
    commit: null,
    state: "observed",
    intent: null,
    deploy: null,
    because: status.because,
    isInForce: false,
    stuck: status.state === "refused" || status.state === "held" ? stuckOf(status) : null,
    updatedAt: null,
    pullRequest: null,
  };
}

function beadOf(
  status: EnvironmentStatus,
  head: DeployHead,
  merge: MergeEvidence | undefined,
): Omit<Bead, "stuck"> {
  const { id, revision, commit, state, intent, because, updatedAt } = head;
  return {
    revision,
    commit,
    state,
    intent,
    deploy: id,
    because,
    isInForce: id === status.appliedDeploy,
    updatedAt,
    pullRequest: merge === undefined ? null : numberOf(merge),
  };
}

function isStuck(state: DeployState): boolean {
  return state === "waiting" || state === "refused" || state === "rejected" || state === "failed";
}

/** What the last look at the environment says of it, or until then what the deploy says itself. */
function stuckDeploy(status: EnvironmentStatus, { id, state, because: reason }: DeployHead): Bead["stuck"] {
  if (id === status.deploy) return stuckOf(status);
  return { reason, next: deployStates[state].next, opensAt: null, predictedAt: null };
}

function stuckOf({ because: reason, next, opensAt, predictedAt }: EnvironmentStatus) {
  return { reason, next, opensAt, predictedAt };
}

function numberOf({ pullRequest: { number, url } }: MergeEvidence) {
  return { number, url };
}
