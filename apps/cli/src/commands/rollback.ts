import { rollBack } from "../deploying/roll-back.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { parseNames } from "../program/parse-option.ts";

/** `lockstep rollback`: back to what an earlier deploy left. */
export const rollbackCommand: CommandDefinition = (program, act) => {
  program
    .command("rollback")
    .argument("[deploy]", "id of an applied deploy to go back to; without it, choose from the last ones")
    .summary("go back to what an earlier deploy left")
    .description(
      "Shows what would change, asks, and goes back at once, without git and without a forge. What is taken out does not come back under any version; a hold keeps the environment as it is until the branch no longer has it, or until `lockstep resume`. Policy, secrets, data and runs under way stay. Needs the role deployer.",
    )
    .requiredOption("-r, --reason <text>", "why; it is kept for ever")
    .option("--pipelines <slugs>", "only these, separated by commas; all that differ otherwise", parseNames)
    .option("--dry-run", "only show what would change")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      examples(
        ['lockstep rollback -e production -r "wrong totals"', "choose from the last applied deploys"],
        ['lockstep rollback 0192f0c4-… -e production -r "wrong totals" --yes', "from a script"],
        [
          'lockstep rollback 0192f0c4-… -e production --pipelines orders,billing -r "wrong totals"',
          "two pipelines",
        ],
      ),
    )
    .action(act(rollBack));
};
