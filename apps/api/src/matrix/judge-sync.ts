import {
  type Change,
  type DeployHead,
  type DriftHead,
  fromTimestamp,
  type Slug,
  type SyncState,
  syncStates,
  type Timestamp,
} from "@lockstep/model";

import type { SurveyedEnvironment } from "./survey.ts";

/** How far one pipeline is from what git says in one environment, with why and what to do. */
export interface Sync {
  readonly state: SyncState;
  readonly because: string;
  readonly next: string;
}

/** What makes an environment's knowledge too old. */
export interface Staleness {
  readonly now: Timestamp;
  /** An environment that nobody looked at for this long is unknown. */
  readonly staleAfterMs: number;
}

/** A judge of all pipelines of one environment. What is the same for all of them is decided once. */
export function syncJudge(
  environment: SurveyedEnvironment,
  staleness: Staleness,
): (slug: Slug, drift: readonly DriftHead[]) => Sync {
  const unknown = judgeKnowledge(environment, staleness);
  if (unknown !== null) return () => unknown;
  const selfHeal = environment.status.policy?.apply.selfHeal;
  const untouched = judgeUntouched(environment);
  return (slug, drift) => {
    const counting = selfHeal === "off" ? [] : drift.filter((one) => !one.isAcknowledged);
    if (counting[0] !== undefined) return drifted(counting[0], counting.length - 1);
    const change = environment.changes.get(slug);
    const touched = change === undefined ? null : judgeTouched(environment, change);
    return touched ?? judgeProblems(environment, slug) ?? untouched;
  };
}

function judgeKnowledge({ status }: SurveyedEnvironment, { now, staleAfterMs }: Staleness): Sync | null {
  const { slug, observedAt, state, because, next } = status;
  if (observedAt === null)
    return { state: "unknown", because: `Nobody looked at ${slug} yet.`, next: syncStates.unknown.next };
  if (fromTimestamp(now) - fromTimestamp(observedAt) > staleAfterMs)
    return {
      state: "unknown",
      because: `Nobody looked at ${slug} since ${observedAt}.`,
      next: "See whether the controller runs, and its log.",
    };
  return state === "unknown" ? { state, because, next } : null;
}

function drifted({ sentence }: DriftHead, others: number): Sync {
  const because = others === 0 ? sentence : `${sentence} And ${others} more.`;
  return { state: "drifted", because, next: syncStates.drifted.next };
}

/** What the deploy that changes a pipeline says of it; `null` when it is over. */
function judgeTouched({ status, deploy }: SurveyedEnvironment, change: Change): Sync | null {
  if (deploy === null) return null;
  const state = stateOf(deploy, status.state);
  if (state === null) return null;
  const isJudged = status.deploy === deploy.id && (status.state === state || state === "waiting");
  const why = isJudged ? status : { because: deploy.because, next: syncStates[state].next };
  return { state, because: `${describeChange(change)}: ${why.because}`, next: why.next };
}

function stateOf({ state }: DeployHead, environment: SyncState): SyncState | null {
  switch (state) {
    case "planned":
    case "failed":
      return "pending";
    case "waiting":
      return environment === "held" ? "held" : "waiting";
    case "applying":
      return "applying";
    case "refused":
    case "rejected":
      return "refused";
    case "applied":
    case "superseded":
      return null;
  }
}

/** «Change to 1.5.0», «New, 1.0.0», «Removal». */
function describeChange({ kind, from, to }: Change): string {
  if (to === null) return "Removal";
  if (from === null) return `New, ${to.version}`;
  return kind === "revert" ? `Back to ${to.version}` : `Change to ${to.version}`;
}

/** A commit that could not be planned names files. */
function judgeProblems({ status, pipelines }: SurveyedEnvironment, slug: Slug): Sync | null {
  if (status.state !== "refused") return null;
  const path = pipelines.get(slug)?.path;
  const found = status.problems.find(({ file }) => path !== undefined && file === path);
  if (found === undefined) return null;
  return { state: "refused", because: found.message, next: found.fix ?? status.next };
}

function judgeUntouched({ status, deploy, changes }: SurveyedEnvironment): Sync {
  const { sentence, next } = syncStates["in-sync"];
  const isUnplanned = status.state === "refused" && (deploy === null || changes.size === 0);
  const because = isUnplanned
    ? "What runs is what was applied last; the newest commit is refused."
    : sentence;
  return { state: "in-sync", because, next };
}
