import { type Approval, Failure } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { DeployAnswer, EnvironmentAnswer } from "../org/responses.ts";
import { deployLines } from "../printing/deploy-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { confirm } from "../prompting/confirm.ts";

export interface AnswerOptions {
  readonly planHash?: string;
  readonly reason?: string;
}

interface Answer extends AnswerOptions {
  readonly verdict: "approve" | "reject";
}

/** Shows a waiting deploy, makes sure that its plan is the one that is meant, and answers it. */
export async function answerDeploy(
  cli: Invocation,
  id: string | undefined,
  answer: Answer,
): Promise<ExitCode> {
  const org = await connect(cli);
  const shown = await org.fetch<DeployAnswer>(
    apiPath("deploys", id ?? (await waitingDeploy(org, await chooseEnvironment(cli, org)))),
  );
  cli.output.lines(...deployLines(shown, cli.world.clock), "");
  await assertMeant(cli, shown, { ...answer, question: `Do you ${answer.verdict} this plan?` });
  const { reason, verdict } = answer;
  // What was displayed is what is answered: the server refuses when the plan is another one by now.
  const body = { planHash: shown.deploy.planHash, ...(reason === undefined ? {} : { reason }) };
  const path = apiPath("deploys", shown.deploy.id, verdict);
  const { approval } = await org.post<{ readonly approval: Approval }>(path, body);
  cli.output.present({ deploy: shown.deploy.id, approval }, () => [
    `${approval.verdict} by ${approval.actor}. The gates judge now whether that counts: lockstep status -e ${shown.deploy.environment}`,
  ]);
  return exitCodes.done;
}

/** The deploy that waits in an environment. Failure: `not-found`, saying what the environment does instead. */
export async function waitingDeploy(org: OrgClient, slug: string): Promise<string> {
  const { environment } = await org.fetch<EnvironmentAnswer>(apiPath("environments", slug));
  if (environment.deploy !== null) return environment.deploy;
  throw new Failure(
    "not-found",
    `No deploy waits in ${slug}: it is ${environment.state}. ${environment.because}`,
  );
}

/** Fails unless the shown plan is the one named by its hash, or a person at a terminal says that it is meant. */
export async function assertMeant(
  cli: Invocation,
  { deploy }: DeployAnswer,
  answer: AnswerOptions & { readonly question: string },
): Promise<void> {
  if (answer.planHash !== undefined) {
    if (answer.planHash === deploy.planHash) return;
    throw new Failure(
      "conflict",
      `The plan's hash is ${deploy.planHash} by now. Look at it again before you answer.`,
      {
        code: "PLAN_CHANGED",
      },
    );
  }
  if (cli.output.isJson || cli.world.stdin.isTTY !== true) {
    throw wrongUse("Without a terminal, name the plan that you mean: --plan-hash. `lockstep plan` shows it.");
  }
  if (await confirm(cli.world, answer.question)) return;
  throw new Failure("cancelled", "Nothing was answered.");
}
