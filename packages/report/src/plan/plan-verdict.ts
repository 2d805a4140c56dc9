import { hasErrors, type Verdict } from "@lockstep/model";

import type { PlanInput } from "../report-input.ts";
import { countOf, enumerate } from "../text/count.ts";

/** Whether merging is refused: by a gate, or by an error that the plan itself found. */
export function isRefused({ decision, plan }: PlanInput): boolean {
  return decision.outcome === "refused" || hasErrors(plan.problems);
}

/** What merging does, in one sentence of plain text without a full stop. */
export function planVerdict(input: PlanInput): string {
  const { decision, plan } = input;
  if (isRefused(input)) return refusalOf(input);
  const changes = countOf(plan.changes.length, "change");
  const isEmpty = plan.changes.length === 0;
  if (decision.outcome === "waiting") {
    const brings = isEmpty ? "changes nothing" : `brings ${changes}`;
    return `Merging ${brings} ${isEmpty ? "in" : "to"} ${plan.environment}, then waits for ${waitOf(input)}`;
  }
  if (isEmpty) return `Merging changes nothing in ${plan.environment}`;
  return `Merging applies ${changes} to ${plan.environment} at once`;
}

/** Longer reasons are told by gates and problems below; here nobody would read to their end. */
const longestReason = 100;

function refusalOf({ decision, plan }: PlanInput): string {
  const errors = plan.problems.filter(({ severity }) => severity === "error");
  const isByGate = decision.outcome === "refused";
  const because = isByGate ? decision.because : (errors[0]?.message ?? "the plan has errors");
  if (because.length <= longestReason) return `Merging is refused: ${because.replace(/\.$/, "")}`;
  if (!isByGate) return `Merging is refused: the plan has ${countOf(errors.length, "error")}`;
  const gates = decision.verdicts.filter(({ verdict }) => verdict === "refused").map(({ gate }) => gate);
  return `Merging is refused by ${enumerate(gates)}: ${countOf(decision.problems.length, "problem")}`;
}

function waitOf(input: PlanInput): string {
  const waits = input.decision.verdicts.filter(({ verdict }) => verdict === "waiting");
  return enumerate([...new Set(waits.map((verdict) => openerOf(verdict, input)))]);
}

/** What opens a gate, as «waits for …» continues it. A gate without an entry is called by its name. */
function openerOf({ gate }: Verdict, { policy }: PlanInput): string {
  if (gate === "approvals") return countOf(policy.gates.approvals?.required ?? 1, "approval");
  return openers.get(gate) ?? gate;
}

const openers: ReadonlyMap<string, string> = new Map([
  ["manual", "a person"],
  ["brake", "a person"],
  ["late-arrival", "a person"],
  ["rejection", "a person"],
  ["hold", "what holds it"],
  ["contract", "approval of the contract change"],
  ["windows", "its window"],
  ["verification", "its tests"],
  ["pull-request", "a merged pull request"],
  ["checks", "green checks"],
  ["signatures", "the forge's word on signatures"],
]);
