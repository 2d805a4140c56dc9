import { placeHold } from "../deploying/place-hold.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";

/** `lockstep hold`: nothing is applied until somebody resumes. */
export const holdCommand: CommandDefinition = (program, act) => {
  program
    .command("hold")
    .argument("[environment]", "the environment; without it, that of --env")
    .summary("keep an environment as it is until somebody resumes it")
    .description(
      "Plans wait and what is in force runs on: runs start, triggers fire. Needs the role deployer.",
    )
    .requiredOption("-r, --reason <text>", "why; others see it")
    .addHelpText(
      "after",
      examples(['lockstep hold production -r "stock-taking until Monday"', "nothing is applied meanwhile"]),
    )
    .action(act(placeHold));
};
