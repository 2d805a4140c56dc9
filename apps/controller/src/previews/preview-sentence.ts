import type {
  Decision,
  DownstreamPreview,
  EnvironmentPreview,
  Plan,
  PreviewedKind,
  PreviewVerdict,
} from "@lockstep/model";
import { previewVerdicts } from "@lockstep/model";

import { waitsFor } from "./waits-for.ts";

/** `3 pipelines`, `the settings`, `1 pipeline and the settings`. */
function describeChanges({ changes }: Pick<Plan, "changes">): string {
  const pipelines = changes.filter(({ kind }) => kind !== "configure").length;
  const parts = [
    ...(pipelines === 0 ? [] : [counted(pipelines)]),
    ...(pipelines < changes.length ? ["the settings"] : []),
  ];
  return parts.join(" and ") || "nothing";
}

export function counted(pipelines: number): string {
  return `${pipelines} ${pipelines === 1 ? "pipeline" : "pipelines"}`;
}

/** What a plan comes to in one environment, so that it fits after "Merging this". */
export function clauseOf(environment: string, plan: Plan, decision: Decision): string {
  if (decision.outcome === "refused") return `is refused in ${environment}: ${reasonOf(decision)}`;
  if (plan.changes.length === 0) return `changes nothing in ${environment}`;
  const changes = describeChanges(plan);
  return decision.outcome === "admitted"
    ? `changes ${changes} in ${environment}`
    : `waits for ${waitsFor(decision)} in ${environment}, then changes ${changes} there`;
}

/** Characters of a reason that still fit a sentence. */
const longestReason = 240;

/** Why the first closed gate refuses, so that it fits at the end of a sentence. */
function reasonOf({ verdicts }: Decision): string {
  const because = verdicts.find(({ verdict }) => verdict === "refused")?.because ?? "a gate refuses it";
  const reason = because.replace(/\.$/, "");
  return reason.length <= longestReason ? reason : `${reason.slice(0, longestReason)}…`;
}

/** The strongest verdict of some. */
export function strongestVerdict(verdicts: readonly PreviewVerdict[]): PreviewVerdict {
  return previewVerdicts.findLast((verdict) => verdicts.includes(verdict)) ?? "nothing";
}

interface Told {
  readonly kind: PreviewedKind;
  readonly baseBranch: string;
  readonly hasErrors: boolean;
  readonly clauses: readonly string[];
  readonly environments: readonly EnvironmentPreview[];
  readonly downstream: readonly DownstreamPreview[];
}

/** «Merging this changes 3 pipelines in staging, then waits for approval in production.» */
export function sentenceOf(told: Told): string {
  const { kind, baseBranch, hasErrors, clauses, environments, downstream } = told;
  if (kind === "conflict") return `Merging this conflicts with '${baseBranch}'.`;
  const subject = kind === "merged" ? "This revision" : "Merging this";
  if (clauses.length === 0)
    return hasErrors
      ? `${subject} brings manifests with errors.`
      : `${subject} reaches no environment that you may look at.`;
  const isStopped = environments.some(({ verdict }) => verdict === "refused");
  const further = isStopped ? "" : downstream.map(furtherOf).find((text) => text !== "");
  return `${subject} ${clauses.join("; ")}${further ?? ""}.`;
}

function furtherOf({ environment, verdict, brings, decision }: DownstreamPreview): string {
  if (brings === 0 || decision === null) return "";
  if (verdict === "waiting") return `, then waits for ${waitsFor(decision)} in ${environment}`;
  if (verdict === "refused") return `, and would be refused in ${environment}`;
  return verdict === "admitted" ? `, then can be promoted to ${environment}` : "";
}
