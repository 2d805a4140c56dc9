import type { Clock } from "@lockstep/model";

import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { WorkerView } from "../org/responses.ts";
import { describeAge } from "../printing/ages.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";

/** `lockstep workers`: who executes runs. */
export const workersCommand: CommandDefinition = (program, act) => {
  program
    .command("workers")
    .summary("processes that execute runs")
    .description(
      "Lists the processes that execute runs, with their queues, their load and their last sign of life.",
    )
    .addHelpText(
      "after",
      examples(["lockstep workers", "who serves which queue"], ["lockstep workers --json", "for programs"]),
    )
    .action(act(listWorkers));
};

async function listWorkers(cli: Invocation): Promise<ExitCode> {
  const org = await connect(cli);
  const { items } = await fetchItems<WorkerView>(org, "/workers", { limit: 1_000 });
  cli.output.present({ workers: items }, () => {
    const rows = items.map((worker) => rowOf(worker, cli.world.clock));
    return table(["WORKER", "QUEUES", "RUNS", "STATE", "SEEN"], rows);
  });
  return exitCodes.done;
}

function rowOf(
  { name, queues, running, concurrency, isDraining, beatAt }: WorkerView,
  clock: Clock,
): readonly Text[] {
  return [
    styled("bold", name),
    queues?.join(", ") ?? "all",
    `${running} of ${concurrency}`,
    isDraining ? styled("yellow", "draining") : styled("green", "serving"),
    describeAge(beatAt, clock),
  ];
}
