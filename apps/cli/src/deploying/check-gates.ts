import { fetchPreview } from "../org/fetch-preview.ts";
import type { OrgClient } from "../org/org-client.ts";
import { decisionLines } from "../printing/plan-lines.ts";
import { verdictLines } from "../printing/verdict-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** Prints what every gate says of the plan that would be applied now; failed unless all of them are open. */
export async function checkGates(
  { output }: Invocation,
  org: OrgClient,
  environment: string,
): Promise<ExitCode> {
  const { plan, decision } = await fetchPreview(org, environment, undefined);
  output.present({ environment, planHash: plan.hash, decision }, () => [
    ...verdictLines(decision.verdicts),
    ...decisionLines(decision),
  ]);
  return decision.outcome === "admitted" ? exitCodes.done : exitCodes.failed;
}
