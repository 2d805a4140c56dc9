import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import type { ResumedAnswer } from "../org/responses.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { parseNames } from "../program/parse-option.ts";

interface Options {
  readonly reason: string;
  readonly holds?: readonly string[];
}

/** `lockstep resume`: lifts holds, with what they keep out. */
export const resumeCommand: CommandDefinition = (program, act) => {
  program
    .command("resume")
    .argument("[environment]", "the environment; without it, that of --env")
    .summary("lift the holds of an environment")
    .description(
      "Lifts every hold in force, with the quarantine that it keeps: what git says is applied at once if its gates are open. A hold that ended by itself leaves its quarantine behind; name it with --holds to lift that. Needs the role deployer.",
    )
    .requiredOption("-r, --reason <text>", "why; it is kept for ever")
    .option("--holds <ids>", "only these, separated by commas; `lockstep status -e` shows them", parseNames)
    .addHelpText(
      "after",
      examples(
        ['lockstep resume production -r "stock-taking is over"', "all holds in force"],
        ['lockstep resume -e production --holds 0192f0c4-… -r "it was right"', "one, with its quarantine"],
      ),
    )
    .action(act(resume));
};

async function resume(
  cli: Invocation,
  [named]: [string | undefined],
  { reason, holds }: Options,
): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment({ environment: named ?? cli.environment }, org);
  const body = { reason, ...(holds === undefined ? {} : { holds }) };
  const lifted = await org.post<ResumedAnswer>(apiPath("environments", environment, "resume"), body);
  cli.output.present({ holds: lifted.holds }, () => [
    ...lifted.holds.map(({ id, kind, reason: why }) => `lifted ${kind} ${id}: ${why}`),
    `The controller looks at ${environment} now: lockstep status -e ${environment}`,
  ]);
  return exitCodes.done;
}
