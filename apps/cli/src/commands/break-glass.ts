import { breakGlass } from "../deploying/break-glass.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";

/** `lockstep break-glass`: applies what waits past its windows and approvals, in an emergency. */
export const breakGlassCommand: CommandDefinition = (program, act) => {
  program
    .command("break-glass")
    .summary("apply what waits past its windows and approvals, once")
    .description(
      "Shows the plan that waits in --env and the gates that would be skipped, asks, and applies exactly that plan. Only for those whom the environment names, and only past windows and approvals: versions, signatures, secrets and every other gate stay asked. Somebody else has to settle it in time. Without a terminal, name the plan with --plan-hash.",
    )
    .requiredOption("-r, --reason <text>", "why; it is kept in the ledger")
    .option("--plan-hash <hash>", "only if this is the plan's hash, and do not ask")
    .addHelpText(
      "after",
      examples(["lockstep break-glass -e production -r 'orders are lost'", "do not wait for Monday"]),
    )
    .action(act(breakGlass));
};
