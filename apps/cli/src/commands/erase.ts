import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import type { ErasureAnswer } from "../org/responses.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** `lockstep erase`: removes what went into a run and came out of it. */
export const eraseCommand: CommandDefinition = (program, act) => {
  program
    .command("erase")
    .argument("<run>", "id of a run that has ended")
    .summary("erase what went into a run and came out of it")
    .description(
      "Removes input, outputs, log lines and what errors say, for good. The run, its steps and its provenance stay, with a record of who erased it and why. Needs the role admin.",
    )
    .requiredOption("--reason <text>", "why; it is kept for ever")
    .addHelpText(
      "after",
      examples([
        'lockstep erase 0192f0c4-… --reason "request 4711"',
        "what a customer asked to be forgotten",
      ]),
    )
    .action(act(erase));
};

async function erase(cli: Invocation, [id]: [string], { reason }: { reason: string }): Promise<ExitCode> {
  const org = await connect(cli);
  const { run, erasure } = await org.post<ErasureAnswer>(apiPath("runs", id, "erase"), { reason });
  cli.output.present({ run, erasure }, () => [
    `${run.id} is erased: ${erasure.attempts} attempts, ${erasure.logs} log lines.`,
    `What was removed had the digest ${erasure.digest}.`,
  ]);
  return exitCodes.done;
}
