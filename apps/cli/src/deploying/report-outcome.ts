import type { Clock, SyncState } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { DeployAnswer, EnvironmentDetail } from "../org/responses.ts";
import { environmentLines } from "../printing/environment-lines.ts";
import { planLines } from "../printing/plan-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import type { Text } from "../terminal/text.ts";
import type { Reconciled } from "./follow-reconcile.ts";

const exitCodeOf: Readonly<Record<SyncState, ExitCode>> = {
  "in-sync": exitCodes.done,
  pending: exitCodes.failed,
  applying: exitCodes.failed,
  drifted: exitCodes.failed,
  waiting: exitCodes.done,
  refused: exitCodes.failed,
  held: exitCodes.done,
  unknown: exitCodes.failed,
};

/** Prints what a reconcile led to, with the deploy that it made or that is on its way. */
export async function reportOutcome(
  cli: Invocation,
  org: OrgClient,
  reconciled: Reconciled,
): Promise<ExitCode> {
  const { before, after } = reconciled;
  const hasApplied = after.applied.sequence > before.applied.sequence;
  const deploy = await fetchDeploy(org, hasApplied ? after.applied.deploy : after.deploy);
  const outcome = hasApplied && after.state === "in-sync" ? "applied" : after.state;
  const document = { outcome, environment: after, deploy: deploy?.deploy ?? null };
  cli.output.present(document, () => linesOf(after, deploy, cli.world.clock));
  return exitCodeOf[after.state];
}

async function fetchDeploy(org: OrgClient, id: string | null): Promise<DeployAnswer | null> {
  return id === null ? null : org.fetch<DeployAnswer>(apiPath("deploys", id));
}

function linesOf(after: EnvironmentDetail, answer: DeployAnswer | null, clock: Clock): readonly Text[] {
  if (answer === null) return environmentLines(after, clock);
  const { plan, verdicts } = answer.deploy;
  return [
    ...planLines(plan, verdicts, after.problems),
    "",
    ...environmentLines({ ...after, problems: [] }, clock),
  ];
}
