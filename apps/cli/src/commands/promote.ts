import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { collectSlugs } from "../program/parse-option.ts";
import { promote } from "../promoting/promote.ts";

/** `lockstep promote`: what one environment has that the next lacks, and the pull request that brings it there. */
export const promoteCommand: CommandDefinition = (program, act) => {
  program
    .command("promote")
    .argument("[from]", "environment in which it proved itself")
    .argument("[to]", "environment that takes it over")
    .summary("open the pull request that brings one environment's pipelines to the next")
    .description(
      [
        "Shows what <from> has in force that <to> has not, by content, with how it did there; asks, and opens the pull request from the branch of <from> to the branch of <to>, with this evidence in it. Merging it is what deploys: the gates of <to> judge then.",
        "",
        "Without a forge it prints the git commands that do the same. Without environments it lists the pairs there are; pairs come from `promotesFrom`.",
      ].join("\n"),
    )
    .option("--only <pipeline>", "only this pipeline; may be given several times", collectSlugs)
    .option("--dry-run", "show what would be promoted, and open nothing")
    .option("-r, --reason <text>", "why; stands in the pull request and in the ledger")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      examples(
        ["lockstep promote", "the pairs, and how far each is behind"],
        ["lockstep promote staging production", "look at it, then say yes"],
        ["lockstep promote staging production --only hello --only ciao", "these two and nothing else"],
      ),
    )
    .action(act(promote));
};
