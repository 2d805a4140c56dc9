import type { CheckReport } from "@lockstep/model";

import { planCheckName } from "../check-names.ts";
import { finishReport } from "../finish-report.ts";
import { graphsPart } from "../graph/graphs-part.ts";
import type { PlanInput } from "../report-input.ts";
import { codeSpan, escapeMarkdown } from "../text/escape-markdown.ts";
import { paragraph } from "../text/fit-parts.ts";
import { changesPart, contractsPart, differencesPart, prunesParts } from "./change-parts.ts";
import { allGatesPart, policyPart, refusalParts, waitingPart } from "./gate-parts.ts";
import { impactParts } from "./impact-parts.ts";
import { isRefused, planVerdict } from "./plan-verdict.ts";

/**
 * `lockstep / plan (<environment>)`: what merging does to one environment. A failure when it would be refused; a gate
 * that will wait does not keep anybody from merging, so it is a success that says so.
 */
export function reportPlan(input: PlanInput): CheckReport {
  const { context, plan, decision, impact, graphs } = input;
  const verdict = planVerdict(input);
  return finishReport(context, {
    name: planCheckName(plan.environment),
    conclusion: isRefused(input) ? "failure" : "success",
    title: verdict,
    verdict: `**${escapeMarkdown(verdict)}.**`,
    summary: [
      ...prunesParts(plan),
      ...refusalParts(plan, decision),
      changesPart(plan),
      waitingPart(decision),
      contractsPart(plan, impact),
      policyPart(input),
      ...impactParts(impact),
    ],
    text: [
      paragraph(`Plan ${codeSpan(plan.hash)}: approvals are bound to it.`),
      allGatesPart(decision),
      differencesPart(plan),
      graphsPart(graphs),
    ],
  });
}
