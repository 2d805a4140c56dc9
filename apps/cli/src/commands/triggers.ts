import { apiPath } from "../org/api-path.ts";
import { chooseEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { FiringView, TriggerView } from "../org/responses.ts";
import { firingTable } from "../printing/firing-table.ts";
import { nextInstantLines, triggerTable } from "../printing/trigger-table.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { parseCount } from "../program/parse-option.ts";

interface Options {
  readonly limit: number;
  readonly state?: string;
}

/** `lockstep triggers`: what starts runs by itself, when next, and what came of it. */
export const triggersCommand: CommandDefinition = (program, act) => {
  program
    .command("triggers")
    .argument("[slug]", "pipeline, to see its next instants and what its triggers did")
    .summary("what starts runs by itself, and when next")
    .description(
      "Lists the triggers in force in an environment; with a pipeline, also the next five instants of its schedules and its last firings, those that started no run included.",
    )
    .option("-n, --limit <count>", "how many firings", parseCount, 10)
    .option("--state <state>", "only firings in this state, such as failed")
    .addHelpText(
      "after",
      examples(
        ["lockstep triggers -e production", "all of them"],
        ["lockstep triggers order-report", "one pipeline's, with what they did"],
        ["lockstep triggers order-report --state failed", "what could not start, and why"],
      ),
    )
    .action(act(show));
};

async function show(
  cli: Invocation,
  [slug]: [string | undefined],
  { limit, state }: Options,
): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = await chooseEnvironment(cli, org);
  const pathOf = (what: string) => apiPath("environments", environment, what);
  const listed = { limit: 1_000, query: { pipeline: slug } };
  const { items: triggers } = await fetchItems<TriggerView>(org, pathOf("triggers"), listed);
  if (slug === undefined) {
    cli.output.present({ triggers }, () => triggerTable(triggers));
    return exitCodes.done;
  }
  const query = { pipeline: slug, state };
  const { items: firings } = await fetchItems<FiringView>(org, pathOf("firings"), { limit, query });
  cli.output.present({ triggers, firings }, () => [
    ...triggerTable(triggers),
    ...nextInstantLines(triggers),
    "",
    ...firingTable(firings, cli.world.clock),
  ]);
  return exitCodes.done;
}
