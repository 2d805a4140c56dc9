import { answerDeploy, type AnswerOptions } from "../deploying/answer-deploy.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import type { ExitCode } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** `lockstep reject`: says no to the plan that it shows, with a reason. */
export const rejectCommand: CommandDefinition = (program, act) => {
  program
    .command("reject")
    .argument("[deploy]", "id of the deploy; without it, the one that waits in --env")
    .summary("reject a waiting deploy, with a reason")
    .description(
      "Shows the plan of a waiting deploy, asks, and rejects it. Without a terminal, name the plan with --plan-hash.",
    )
    .requiredOption("-r, --reason <text>", "why; it is kept in the deploy record")
    .option("--plan-hash <hash>", "reject only if this is the plan's hash, and do not ask")
    .addHelpText(
      "after",
      examples(["lockstep reject -e production -r 'not before the release'", "say no to what waits there"]),
    )
    .action(act(reject));
};

function reject(cli: Invocation, [id]: [string | undefined], options: AnswerOptions): Promise<ExitCode> {
  return answerDeploy(cli, id, { ...options, verdict: "reject" });
}
