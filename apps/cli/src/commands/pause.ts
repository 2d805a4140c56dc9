import { placeHold } from "../deploying/place-hold.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";

/** `lockstep pause`: another word for `lockstep hold`. */
export const pauseCommand: CommandDefinition = (program, act) => {
  program
    .command("pause")
    .argument("[environment]", "the environment; without it, that of --env")
    .summary("the same as hold")
    .description("Another word for `lockstep hold`.")
    .requiredOption("-r, --reason <text>", "why; others see it")
    .addHelpText(
      "after",
      examples(['lockstep pause -e production -r "incident 4711"', "nothing is applied meanwhile"]),
    )
    .action(act(placeHold));
};
