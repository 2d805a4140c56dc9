import { Option } from "commander";

import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { OutboxView } from "../org/responses.ts";
import { outboxTable } from "../printing/outbox-table.ts";
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

/** `lockstep outbox`: what the forge is told, and what it could not be told. */
export const outboxCommand: CommandDefinition = (program, act) => {
  program
    .command("outbox")
    .summary("what others are told: checks, deployments, comments, notifications")
    .description(
      "Lists what is on its way to the forge and to channels, newest first, with what is in the way. What is applied never waits for it.",
    )
    .option("-n, --limit <count>", "how many", parseCount, 20)
    .addOption(
      new Option("--state <state>", "only those in this state").choices(["pending", "delivered", "dead"]),
    )
    .option("--retry <position>", "send a dead one again", parsePosition)
    .addHelpText(
      "after",
      examples(
        ["lockstep outbox --state pending", "what waits, and why"],
        ["lockstep outbox --state dead", "what was given up"],
        ["lockstep outbox --retry 4711", "send one of them again"],
      ),
    )
    .action(act(outbox));
};

async function outbox(
  cli: Invocation,
  _: readonly unknown[],
  { limit, state, retry }: Options,
): Promise<ExitCode> {
  const org = await connect(cli);
  if (retry !== undefined) {
    await org.post(apiPath("outbox", String(retry), "retry"), {});
    cli.output.present({ retried: retry }, () => [`Entry ${retry} is sent again.`]);
    return exitCodes.done;
  }
  const { items } = await fetchItems<OutboxView>(org, "/outbox", { limit, query: { state } });
  cli.output.present({ outbox: items }, () => outboxTable(items, cli.world.clock));
  return exitCodes.done;
}
