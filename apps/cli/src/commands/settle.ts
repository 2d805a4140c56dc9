import { apiPath } from "../org/api-path.ts";
import { namedEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { DebtView } from "../org/responses.ts";
import { debtTable } from "../printing/debt-table.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";

interface Options {
  readonly reason?: string;
}

/** `lockstep settle`: says that somebody has looked at what was applied behind a broken glass. */
export const settleCommand: CommandDefinition = (program, act) => {
  program
    .command("settle")
    .argument("[deploy]", "id of the deploy; without it, lists what is to be settled")
    .summary("settle what a broken glass left behind")
    .description(
      "Says that somebody other than who broke the glass has looked at what was applied, and what came of it. Without a deploy it lists what nobody has settled yet.",
    )
    .option("-r, --reason <text>", "what came of it; it is kept in the ledger")
    .addHelpText(
      "after",
      examples(
        ["lockstep settle", "what is to be settled, the earliest due first"],
        ["lockstep settle 0192f0c4-… -r 'reviewed, see #412'", "settle one"],
      ),
    )
    .action(act(settle));
};

async function settle(
  cli: Invocation,
  [deploy]: [string | undefined],
  { reason }: Options,
): Promise<ExitCode> {
  const org = await connect(cli);
  if (deploy === undefined) {
    const query = { environment: namedEnvironment(cli, org) };
    const { items } = await fetchItems<DebtView>(org, "/debts", { limit: 1_000, query });
    cli.output.present({ debts: items }, () => debtTable(items, cli.world.clock));
    return exitCodes.done;
  }
  if (reason === undefined) throw wrongUse("Say what came of it: --reason.");
  const settled = await org.post<{ readonly debt: DebtView }>(apiPath("deploys", deploy, "settle"), {
    reason,
  });
  cli.output.present(settled, () => [`${deploy} is settled.`]);
  return exitCodes.done;
}
