import { answerDeploy, type AnswerOptions } from "../deploying/answer-deploy.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import type { ExitCode } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** `lockstep approve`: says yes to the plan that it shows. */
export const approveCommand: CommandDefinition = (program, act) => {
  program
    .command("approve")
    .argument("[deploy]", "id of the deploy; without it, the one that waits in --env")
    .summary("approve a waiting deploy")
    .description(
      "Shows the plan of a waiting deploy, asks, and approves exactly that plan. Without a terminal, name the plan with --plan-hash.",
    )
    .option("--plan-hash <hash>", "approve only if this is the plan's hash, and do not ask")
    .option("-r, --reason <text>", "why")
    .addHelpText(
      "after",
      examples(
        ["lockstep approve -e production", "look at what waits there, then say yes"],
        ["lockstep approve 0192f0c4-… --plan-hash sha256:…", "from a script"],
      ),
    )
    .action(act(approve));
};

function approve(cli: Invocation, [id]: [string | undefined], options: AnswerOptions): Promise<ExitCode> {
  return answerDeploy(cli, id, { ...options, verdict: "approve" });
}
