import { apiPath } from "../org/api-path.ts";
import { namedEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { DeployAnswer, DeploySummary } from "../org/responses.ts";
import { deployLines } from "../printing/deploy-lines.ts";
import { deployTable } from "../printing/deploy-table.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { parseCount } from "../program/parse-option.ts";

interface Options {
  readonly limit: number;
  readonly state?: string;
}

/** `lockstep history`: deploys, newest first, or one with its plan, gates and records. */
export const historyCommand: CommandDefinition = (program, act) => {
  program
    .command("history")
    .argument("[deploy]", "id of a deploy, to see its plan, gates and records")
    .summary("deploys, newest first, or one of them")
    .description(
      "Lists deploys of an environment or of all, rollbacks among them; with an id, shows that deploy in full.",
    )
    .option("-n, --limit <count>", "how many", parseCount, 20)
    .option("--state <state>", "only deploys in this state, such as refused")
    .addHelpText(
      "after",
      examples(
        ["lockstep history -e production", "its last 20 deploys"],
        ["lockstep history --state refused", "what was refused anywhere"],
        ["lockstep history 0192f0c4-…", "one deploy in full"],
      ),
    )
    .action(act(show));
};

async function show(cli: Invocation, [id]: [string | undefined], options: Options): Promise<ExitCode> {
  const org = await connect(cli);
  await (id === undefined ? showList(cli, org, options) : showOne(cli, org, id));
  return exitCodes.done;
}

async function showList(cli: Invocation, org: OrgClient, { limit, state }: Options): Promise<void> {
  const query = { environment: namedEnvironment(cli, org), state };
  const { items, hasMore } = await fetchItems<DeploySummary>(org, "/deploys", { limit, query });
  cli.output.present({ deploys: items, hasMore }, () => deployTable(items, cli.world.clock));
  if (hasMore) cli.output.note("There are more; raise --limit.");
}

async function showOne({ output, world }: Invocation, org: OrgClient, id: string): Promise<void> {
  const answer = await org.fetch<DeployAnswer>(apiPath("deploys", id));
  output.present(answer, () => deployLines(answer, world.clock));
}
