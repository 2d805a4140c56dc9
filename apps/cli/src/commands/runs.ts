import { addItems } from "../org/add-items.ts";
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
import { toInstantText } from "../program/parse-instant.ts";
import { parseCount } from "../program/parse-option.ts";

interface Options {
  readonly limit: number;
  readonly pipeline?: string;
  readonly waiting?: true;
  readonly state?: readonly string[];
  readonly pinned?: string;
  readonly deploy?: string;
  readonly trigger?: string;
  readonly team?: string;
  readonly queue?: string;
  readonly since?: string;
  readonly until?: string;
  readonly search?: string;
  readonly oldest?: true;
  readonly step?: string;
  readonly items?: true;
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
    .option("--state <state...>", "only runs in these states, such as failed")
    .option("--waiting", "what runs wait for people to answer, and for whom")
    .option("--pinned <version>", "only runs of this version")
    .option("--deploy <id>", "only runs of this deploy")
    .option("--trigger <type>", "only runs started this way: api, cron, webhook, pipeline, event or cli")
    .option("--team <team>", "only runs of this team")
    .option("--queue <queue>", "only runs of this queue")
    .option("--since <when>", "only runs accepted since an instant, or so long ago, such as 2h")
    .option("--until <when>", "only runs accepted before an instant, or so long ago")
    .option("--search <id>", "only runs whose id begins like this")
    .option("--oldest", "the oldest first")
    .option("--step <id>", "of one run: only this step")
    .option("--items", "of one run: the items of forEach as well")
    .addHelpText(
      "after",
      examples(
        ["lockstep runs -e production", "its last 20 runs"],
        ["lockstep runs -p order-intake --state failed --since 24h", "what failed since yesterday"],
        ["lockstep runs --waiting", "what waits for whom"],
        ["lockstep runs 0192f0c4-…", "one run with its steps"],
        ["lockstep runs 0192f0c4-… --step send --items", "what became of each item"],
      ),
    )
    .action(act(show));
};

async function show(cli: Invocation, [id]: [string | undefined], options: Options): Promise<ExitCode> {
  const org = await connect(cli);
  if (options.waiting === true) await showWaiting(cli, org, { run: id, limit: options.limit });
  else await (id === undefined ? showList(cli, org, options) : showOne(cli, org, { id, options }));
  return exitCodes.done;
}

async function showList(cli: Invocation, org: OrgClient, options: Options): Promise<void> {
  const { limit, pipeline, state, pinned, deploy, trigger, team, queue, search } = options;
  const { clock } = cli.world;
  const query = {
    environment: namedEnvironment(cli, org),
    pipeline,
    state,
    version: pinned,
    deploy,
    trigger,
    team,
    queue,
    search,
    since: toInstantText(options.since, clock),
    until: toInstantText(options.until, clock),
    order: options.oldest === true ? "oldest" : undefined,
  };
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

async function showOne(
  { output, world }: Invocation,
  org: OrgClient,
  { id, options }: { readonly id: string; readonly options: Options },
): Promise<void> {
  const { run } = await org.fetch<RunAnswer>(apiPath("runs", id));
  const query = { step: options.step, items: options.items === true ? "all" : undefined };
  const path = apiPath("runs", id, "steps");
  const { items } = await fetchItems<AttemptView>(org, path, { limit: 1_000, query });
  const drawn = output.isJson ? items : await addItems(org, path, items);
  output.present({ run: { ...run, steps: items } }, () => runLines(run, drawn, world));
}
