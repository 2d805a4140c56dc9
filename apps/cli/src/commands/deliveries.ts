import { deliveryStates } from "@lockstep/model";
import { Option } from "commander";

import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { DeliveryView } from "../org/responses.ts";
import { deliveryTable } from "../printing/delivery-table.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { parseCount, parsePosition } from "../program/parse-option.ts";

interface Options {
  readonly limit: number;
  readonly state?: string;
  readonly retry?: number;
}

/** `lockstep deliveries`: webhook deliveries that came in, and what came of them. */
export const deliveriesCommand: CommandDefinition = (program, act) => {
  program
    .command("deliveries")
    .summary("webhook deliveries that came in")
    .description(
      "Lists the webhook deliveries of the forge, newest first, with what came of each. They only say where to look: what is missing here is found by polling.",
    )
    .option("-n, --limit <count>", "how many", parseCount, 20)
    .addOption(new Option("--state <state>", "only those in this state").choices(deliveryStates))
    .option("--retry <position>", "take up a dead one again", parsePosition)
    .addHelpText(
      "after",
      examples(
        ["lockstep deliveries", "the last twenty"],
        ["lockstep deliveries --state dead", "those that could not be worked on"],
        ["lockstep deliveries --retry 4711", "take up one of them again"],
      ),
    )
    .action(act(deliveries));
};

async function deliveries(
  cli: Invocation,
  _: readonly unknown[],
  { limit, state, retry }: Options,
): Promise<ExitCode> {
  const org = await connect(cli);
  if (retry !== undefined) {
    await org.post(apiPath("deliveries", String(retry), "retry"), {});
    cli.output.present({ retried: retry }, () => [`Delivery ${retry} is taken up again.`]);
    return exitCodes.done;
  }
  const { items } = await fetchItems<DeliveryView>(org, "/deliveries", { limit, query: { state } });
  cli.output.present({ deliveries: items }, () => deliveryTable(items, cli.world.clock));
  return exitCodes.done;
}
