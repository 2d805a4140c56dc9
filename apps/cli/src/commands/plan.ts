import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchPreview } from "../org/fetch-preview.ts";
import { impactLines } from "../printing/impact-lines.ts";
import { decisionLines, planLines } from "../printing/plan-lines.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

interface Options {
  readonly revision?: string;
  readonly detect?: true;
}

/** `lockstep plan`: what would be applied now. */
export const planCommand: CommandDefinition = (program, act) => {
  program
    .command("plan")
    .summary("what would be applied now, gate by gate")
    .description(
      "Shows what leads from the applied to the desired state of an environment, without applying it.\nExit code 3 under --detect when there are changes.",
    )
    .option("--revision <commit>", "plan this commit instead of the branch's head")
    .option("--detect", "end with exit code 3 when the plan has changes")
    .addHelpText(
      "after",
      examples(
        ["lockstep plan -e production", "what a reconcile would do"],
        ["lockstep plan -e staging --revision 3f1c2ab", "what that commit would do"],
        ["lockstep plan -e staging --detect", "exit code 3 when something would change"],
      ),
    )
    .action(act(show));
};

async function show(cli: Invocation, _: readonly unknown[], options: Options): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const { plan, decision, impact } = await fetchPreview(org, environment, options.revision);
  cli.output.present({ plan, decision, impact }, () => [
    ...planLines(plan, decision.verdicts),
    ...impactLines(impact, cli.world.clock),
    ...decisionLines(decision),
  ]);
  const isDifferent = plan.changes.length > 0 || plan.problems.length > 0;
  return options.detect === true && isDifferent ? exitCodes.different : exitCodes.done;
}
