import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { StepTypeView } from "../org/responses.ts";
import { stepTypeLines, stepTypeTable } from "../printing/step-type-lines.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** `lockstep steps`: which step types an org knows, and what each takes and gives. */
export const stepsCommand: CommandDefinition = (program, act) => {
  program
    .command("steps")
    .argument("[type]", "a step type, to see what it takes and gives")
    .summary("step types, or one of them with its schemas")
    .description(
      "Lists the step types of an org, with the effects they have and whether it can execute them.",
    )
    .addHelpText(
      "after",
      examples(["lockstep steps", "all of them"], ["lockstep steps http", "what `with` may hold"]),
    )
    .action(act(show));
};

async function show(cli: Invocation, [type]: [string | undefined]): Promise<ExitCode> {
  const org = await connect(cli);
  if (type === undefined) {
    const { items } = await fetchItems<StepTypeView>(org, "/steps", { limit: 1_000 });
    cli.output.present({ steps: items }, () => stepTypeTable(items));
  } else {
    const { stepType } = await org.fetch<{ readonly stepType: StepTypeView }>(apiPath("steps", type));
    cli.output.present({ step: stepType }, () => stepTypeLines(stepType));
  }
  return exitCodes.done;
}
