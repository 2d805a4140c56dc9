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
  if (isRefused(input)) return `Merging is refused: ${refusalOf(input).replace(/\.$/, "")}`;
  const changes = countOf(plan.changes.length, "change");
  const isEmpty = plan.changes.length === 0;
  if (decision.outcome === "waiting") {
    const brings = isEmpty ? "changes nothing" : `brings ${changes}`;
    return `Merging ${brings} ${isEmpty ? "in" : "to"} ${plan.environment}, then waits for ${waitOf(input)}`;
  }
  if (isEmpty) return `Merging changes nothing in ${plan.environment}`;
  return `Merging applies ${changes} to ${plan.environment} at once`;
}

function refusalOf({ decision, plan }: PlanInput): string {
  if (decision.outcome === "refused") return decision.because;
  return plan.problems.find(({ severity }) => severity === "error")?.message ?? "the plan has errors";
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
  ["contract", "approval of the contract change"],
  ["windows", "its window"],
  ["pull-request", "a merged pull request"],
  ["checks", "green checks"],
  ["signatures", "signed commits"],
]);
