import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import type { QueuesAnswer } from "../org/responses.ts";
import { queueLines } from "../printing/queue-lines.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** `lockstep queues`: what waits where, and how much of each quota is used. */
export const queuesCommand: CommandDefinition = (program, act) => {
  program
    .command("queues")
    .summary("queues of an environment, and the use of its quotas")
    .description(
      "Shows the queues that hold runs, by team, and every quota with how much of it is used.\nWhy one run waits is said by `lockstep runs`.",
    )
    .addHelpText("after", examples(["lockstep queues -e production", "depth, age and quotas"]))
    .action(act(show));
};

async function show(cli: Invocation): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const answer = await org.fetch<QueuesAnswer>(apiPath("environments", environment, "queues"));
  cli.output.present({ environment, ...answer }, () => queueLines(environment, answer, cli.world.clock));
  return exitCodes.done;
}
