import type { CommitExplanation } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { namedEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { commitLines } from "../printing/commit-lines.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";

/** `lockstep why`: where a commit is, or what keeps it from being there. */
export const whyCommand: CommandDefinition = (program, act) => {
  program
    .command("why")
    .argument("<commit>", "the commit, or the first 7 digits of it at least")
    .summary("where a commit is, or why it is not there")
    .description(
      "Says for each environment, or for one, whether a commit is deployed and by which deploy, and if it is not, every gate that is not open, what opens it, and when it will be deployed.",
    )
    .addHelpText(
      "after",
      examples(
        ["lockstep why 3f1c2ab", "why is my merge not live?"],
        ["lockstep why 3f1c2ab -e production", "in one environment"],
      ),
    )
    .action(act(show));
};

async function show(cli: Invocation, [given]: [string]): Promise<ExitCode> {
  const name = given.toLowerCase();
  if (!/^[0-9a-f]{7,40}$/.test(name))
    throw wrongUse(`'${given}' is no commit; give 7 to 40 of its digits, as \`git log\` shows them.`);
  const org = await connect(cli);
  const environment = namedEnvironment(cli, org);
  const { commit, environments } = await org.fetch<CommitExplanation>(apiPath("commits", name));
  const places = environments.filter((place) => environment === null || place.environment === environment);
  if (environment !== null && places.length === 0)
    throw wrongUse(`The token reaches no environment '${environment}'.`);
  cli.output.present({ commit, environments: places }, () => commitLines(commit, places, cli.world.clock));
  return exitCodes.done;
}
