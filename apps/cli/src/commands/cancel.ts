import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import type { RunAnswer } from "../org/responses.ts";
import { stateText } from "../printing/state-text.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** `lockstep cancel`: stops one run. */
export const cancelCommand: CommandDefinition = (program, act) => {
  program
    .command("cancel")
    .argument("<run>", "id of the run")
    .summary("cancel a run")
    .description(
      "Asks a run to stop; running steps hear of it within a second. A run that has ended stays as it is.",
    )
    .addHelpText("after", examples(["lockstep cancel 0192f0c4-…", "stop that run and no other"]))
    .action(act(cancel));
};

async function cancel(cli: Invocation, [id]: [string]): Promise<ExitCode> {
  const org = await connect(cli);
  const { run } = await org.post<RunAnswer>(apiPath("runs", id, "cancel"), {});
  const remark = run.cancelRequested && run.endedAt === null ? ", cancellation is on its way" : "";
  cli.output.present({ run }, () => [[run.id, " is ", stateText(run.status), remark]]);
  return exitCodes.done;
}
