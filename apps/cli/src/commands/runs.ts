import { apiPath } from "../org/api-path.ts";
import { namedEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { ApprovalView, AttemptView, RunAnswer, RunSummary } from "../org/responses.ts";
import { approvalTable } from "../printing/approval-table.ts";
import { runLines } from "../printing/run-lines.ts";
import { runTable } from "../printing/run-table.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { parseCount } from "../program/parse-option.ts";

interface Options {
  readonly limit: number;
  readonly pipeline?: string;
  readonly state?: string;
  readonly waiting?: true;
}

/** `lockstep runs`: runs, newest first, or one with its steps. */
export const runsCommand: CommandDefinition = (program, act) => {
  program
    .command("runs")
    .argument("[run]", "id of a run, to see its steps, input and output")
    .summary("runs, newest first, or one of them")
    .description(
      "Lists runs of an environment or of all; with an id, shows that run with every step attempt.",
    )
    .option("-n, --limit <count>", "how many", parseCount, 20)
    .option("-p, --pipeline <slug>", "only runs of this pipeline")
    .option("--state <state>", "only runs in this state, such as failed")
    .option("--waiting", "what runs wait for people to answer, and for whom")
    .addHelpText(
      "after",
      examples(
        ["lockstep runs -e production", "its last 20 runs"],
        ["lockstep runs -p order-intake --state failed", "what failed"],
        ["lockstep runs --waiting", "what waits for whom"],
        ["lockstep runs 0192f0c4-…", "one run with its steps"],
      ),
    )
    .action(act(show));
};

async function show(cli: Invocation, [id]: [string | undefined], options: Options): Promise<ExitCode> {
  const org = await connect(cli);
  if (options.waiting === true) await showWaiting(cli, org, { run: id, limit: options.limit });
  else await (id === undefined ? showList(cli, org, options) : showOne(cli, org, id));
  return exitCodes.done;
}

async function showList(cli: Invocation, org: OrgClient, options: Options): Promise<void> {
  const { limit, pipeline, state } = options;
  const query = { environment: namedEnvironment(cli, org), pipeline, state };
  const { items, hasMore } = await fetchItems<RunSummary>(org, "/runs", { limit, query });
  cli.output.present({ runs: items, hasMore }, () => runTable(items, cli.world.clock));
  if (hasMore) cli.output.note("There are more; raise --limit.");
}

async function showWaiting(
  cli: Invocation,
  org: OrgClient,
  { run, limit }: { readonly run: string | undefined; readonly limit: number },
): Promise<void> {
  const query = { environment: namedEnvironment(cli, org), run };
  const { items, hasMore } = await fetchItems<ApprovalView>(org, "/approvals", { limit, query });
  cli.output.present({ approvals: items, hasMore }, () => approvalTable(items, cli.world.clock));
  if (hasMore) cli.output.note("There are more; raise --limit.");
}

async function showOne({ output, world }: Invocation, org: OrgClient, id: string): Promise<void> {
  const { run } = await org.fetch<RunAnswer>(apiPath("runs", id));
  const { items } = await fetchItems<AttemptView>(org, apiPath("runs", id, "steps"), { limit: 1_000 });
  output.present({ run: { ...run, steps: items } }, () => runLines(run, items, world));
}
