import { apiPath } from "../org/api-path.ts";
import { namedEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { EnvironmentAnswer, EnvironmentSummary, PastEnvironment } from "../org/responses.ts";
import { environmentLines } from "../printing/environment-lines.ts";
import { environmentTable } from "../printing/environment-table.ts";
import { pastEnvironmentTable } from "../printing/past-environment-table.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { toInstantText } from "../program/parse-instant.ts";

/** `lockstep status`: how far every environment, or one, is from what git says. */
export const statusCommand: CommandDefinition = (program, act) => {
  program
    .command("status")
    .summary("what every environment is doing")
    .description(
      "Shows how far each environment is from what git says, why, and what happens next.\nWith --env, one environment with every problem that holds it up.",
    )
    .option(
      "--at <instant>",
      "what was in force then, such as 2026-02-03T14:03:00Z, or so long ago, such as 2d",
    )
    .addHelpText(
      "after",
      examples(
        ["lockstep status", "all environments"],
        ["lockstep status -e production", "one, with its problems"],
        ["lockstep status --at 2026-02-03T14:03:00Z", "what was in force at that instant"],
      ),
    )
    .action(act(show));
};

interface Options {
  readonly at?: string;
}

async function show(cli: Invocation, _: readonly unknown[], options: Options): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = namedEnvironment(cli, org);
  const at = toInstantText(options.at, cli.world.clock);
  if (at !== undefined) {
    await showPast(cli, org, environment, at);
    return exitCodes.done;
  }
  await (environment === null ? showAll(cli, org) : showOne(cli, org, environment));
  return exitCodes.done;
}

async function showAll({ output, world }: Invocation, org: OrgClient): Promise<void> {
  const { items } = await fetchItems<EnvironmentSummary>(org, "/environments", { limit: 1_000 });
  output.present({ environments: items }, () => environmentTable(items, world.clock));
}

async function showPast(
  { output }: Invocation,
  org: OrgClient,
  slug: string | null,
  at: string,
): Promise<void> {
  if (slug === null) {
    const found = await fetchItems<PastEnvironment>(org, "/environments", { limit: 1_000, query: { at } });
    output.present({ at, environments: found.items }, () => pastEnvironmentTable(found.items));
    return;
  }
  const answer = await org.fetch<{ environment: PastEnvironment }>(apiPath("environments", slug), { at });
  output.present({ at, ...answer }, () => pastEnvironmentTable([answer.environment]));
}

async function showOne({ output, world }: Invocation, org: OrgClient, slug: string): Promise<void> {
  const { environment } = await org.fetch<EnvironmentAnswer>(apiPath("environments", slug));
  output.present({ environment }, () => environmentLines(environment, world.clock));
}
