import { Failure } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import type { RetiredAnswer } from "../org/responses.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { confirm } from "../prompting/confirm.ts";

interface Options {
  readonly reason: string;
  readonly yes?: true;
}

/** `lockstep retire`: takes an environment out of service whose manifest is gone. */
export const retireCommand: CommandDefinition = (program, act) => {
  program
    .command("retire")
    .argument("<environment>", "the environment; its manifest is no longer on the control branch")
    .summary("take a removed environment out of service")
    .description(
      "Retires every pipeline: triggers stop, runs under way finish. If the manifest comes back, the environment is planned anew by the policy that it had. Needs the role admin.",
    )
    .requiredOption("-r, --reason <text>", "why; it is kept for ever")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      examples(['lockstep retire old-staging -r "nobody uses it"', "after removing its file"]),
    )
    .action(act(retire));
};

async function retire(cli: Invocation, [environment]: [string], { reason, yes }: Options): Promise<ExitCode> {
  if (yes !== true && (cli.output.isJson || cli.world.stdin.isTTY !== true))
    throw wrongUse("Without a terminal, say --yes.");
  if (yes !== true && !(await confirm(cli.world, `Stop everything in ${environment}?`)))
    throw new Failure("cancelled", "Nothing was retired.");
  const org = await connect(cli);
  const path = apiPath("environments", environment, "retire");
  const { deploy, sequence } = await org.post<RetiredAnswer>(path, { reason });
  cli.output.present({ deploy, sequence }, () => [
    `${environment} is out of service: ${deploy.changes} pipelines were retired by deploy ${deploy.id}.`,
  ]);
  return exitCodes.done;
}
