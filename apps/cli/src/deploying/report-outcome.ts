import type { SyncState } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { DeployAnswer, EnvironmentDetail } from "../org/responses.ts";
import { environmentLines } from "../printing/environment-lines.ts";
import { planLines } from "../printing/plan-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
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
  cli.output.present({ outcome, environment: after, deploy: deploy?.deploy ?? null }, () => [
    ...(deploy === null ? [] : [...planLines(deploy.deploy.plan, deploy.deploy.verdicts), ""]),
    ...environmentLines(withoutRepetition(after, deploy), cli.world.clock),
  ]);
  return exitCodeOf[after.state];
}

async function fetchDeploy(org: OrgClient, id: string | null): Promise<DeployAnswer | null> {
  return id === null ? null : org.fetch<DeployAnswer>(apiPath("deploys", id));
}

/** The plan has just shown its problems; the environment need not show them again. */
function withoutRepetition(environment: EnvironmentDetail, shown: DeployAnswer | null): EnvironmentDetail {
  return shown !== null && shown.deploy.plan.problems.length > 0
    ? { ...environment, problems: [] }
    : environment;
}
