import type { Approval, Verdict } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import type { DeployAnswer } from "../org/responses.ts";
import { deployLines } from "../printing/deploy-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { styled } from "../terminal/text.ts";
import { type AnswerOptions, assertMeant, waitingDeploy } from "./answer-deploy.ts";

/** What a broken glass skips, as the server has it. */
const skipped: ReadonlySet<string> = new Set(["windows", "approvals"]);

interface Answer {
  readonly deploy: string;
  readonly approval: Approval;
  readonly skipped: readonly string[];
}

/** Shows what waits and which gates would not be asked, makes sure that this is meant, and breaks the glass. */
export async function breakGlass(
  cli: Invocation,
  _: readonly unknown[],
  options: AnswerOptions,
): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const shown = await org.fetch<DeployAnswer>(apiPath("deploys", await waitingDeploy(org, environment)));
  const closed = shown.deploy.verdicts.filter(({ gate, verdict }) => verdict !== "open" && skipped.has(gate));
  cli.output.lines(...deployLines(shown, cli.world.clock), "", ...closed.map(skipLine), "");
  await assertMeant(cli, shown, { ...options, question: `Do you break the glass of ${environment}?` });
  const body = { planHash: shown.deploy.planHash, reason: options.reason ?? "" };
  const answer = await org.post<Answer>(apiPath("environments", environment, "break-glass"), body);
  cli.output.present(answer, () => [
    `The glass of ${environment} is broken: ${answer.skipped.join(" and ")} will not be asked for this plan.`,
    `Somebody else has to look at it afterwards: lockstep settle ${answer.deploy} --reason …`,
  ]);
  return exitCodes.done;
}

function skipLine({ gate, because }: Verdict) {
  return [styled("red", `skips ${gate}`), ": ", because];
}
