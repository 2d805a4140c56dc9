import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import type { RunAnswer } from "../org/responses.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

interface Options {
  readonly applied?: true;
}

/** `lockstep retry`: takes up a run that failed or was cancelled. */
export const retryCommand: CommandDefinition = (program, act) => {
  program
    .command("retry")
    .argument("<run>", "id of the run")
    .summary("take up a run that failed or was cancelled")
    .description(
      "Starts a new run on the same version that keeps what was done and goes on from the failed steps. Asking twice gives the same run.",
    )
    .option(
      "--applied",
      "start on the applied version instead, with the same input, where its content differs",
    )
    .addHelpText(
      "after",
      examples(
        ["lockstep retry 0192f0c4-…", "go on from the failed step"],
        ["lockstep retry 0192f0c4-… --applied", "after the pipeline was mended and deployed"],
      ),
    )
    .action(act(retry));
};

async function retry(cli: Invocation, [id]: [string], { applied }: Options): Promise<ExitCode> {
  const org = await connect(cli);
  const body = { version: applied === true ? "applied" : "same" };
  const { run } = await org.post<RunAnswer>(apiPath("runs", id, "retry"), body);
  cli.output.present({ run }, () => [
    `${run.id} takes up ${id} on ${run.slug}@${run.version}: lockstep runs ${run.id}`,
  ]);
  return exitCodes.done;
}
