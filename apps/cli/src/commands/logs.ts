import { logLevels, type LogLevel } from "@lockstep/model";
import { Option } from "commander";

import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import { followRun } from "../org/follow-run.ts";
import type { OrgClient, Query } from "../org/org-client.ts";
import type { SentEvent } from "../org/read-events.ts";
import type { LogLineView, PageAnswer } from "../org/responses.ts";
import { logLine } from "../printing/log-line.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { toInstantText } from "../program/parse-instant.ts";

interface Options {
  readonly step?: string;
  readonly level?: readonly LogLevel[];
  readonly since?: string;
  readonly follow?: true;
}

/** `lockstep logs`: what the steps of a run wrote and what happened to them. */
export const logsCommand: CommandDefinition = (program, act) => {
  program
    .command("logs")
    .argument("<run>", "id of the run")
    .summary("what the steps of a run wrote")
    .description("Prints the log lines of a run, oldest first.")
    .option("--step <id>", "only lines of this step")
    .addOption(new Option("--level <level...>", "only lines of these levels").choices(logLevels))
    .option("--since <when>", "only lines written since an instant, or so long ago, such as 10m")
    .option("-f, --follow", "go on until the run has ended; a broken connection is taken up again")
    .addHelpText(
      "after",
      examples(
        ["lockstep logs 0192f0c4-…", "all lines"],
        ["lockstep logs 0192f0c4-… --follow", "until it has ended"],
        ["lockstep logs 0192f0c4-… --step score --level warn error", "what went wrong in one step"],
      ),
    )
    .action(act(show));
};

async function show(cli: Invocation, [id]: [string], options: Options): Promise<ExitCode> {
  const org = await connect(cli);
  const since = toInstantText(options.since, cli.world.clock);
  const lines: LogLineView[] = [];
  const source = options.follow === true ? followLines : fetchLines;
  for await (const line of source(cli, org, { id, options, since })) {
    lines.push(line);
    cli.output.lines(logLine(line));
  }
  cli.output.present({ logs: lines }, () => []);
  return exitCodes.done;
}

interface Wish {
  readonly id: string;
  readonly options: Options;
  readonly since: string | undefined;
}

async function* fetchLines(_: Invocation, org: OrgClient, { id, options, since }: Wish) {
  let cursor: string | null = null;
  do {
    const query: Query = { step: options.step, level: options.level, since, cursor, limit: 100 };
    const page: PageAnswer<LogLineView> = await org.fetch(apiPath("runs", id, "logs"), query);
    yield* page.items;
    cursor = page.next;
  } while (cursor !== null);
}

async function* followLines({ world }: Invocation, org: OrgClient, { id, options, since }: Wish) {
  const query: Query = { logs: "all", step: options.step, level: options.level };
  for await (const event of followRun(world, org, { run: id, query })) {
    const line = lineOf(event);
    if (line !== null && (since === undefined || Date.parse(line.at) >= Date.parse(since))) yield line;
  }
}

/** Events of the run itself are no lines of its log. */
function lineOf({ at, body }: SentEvent): LogLineView | null {
  const { step, level, message } = body;
  if (typeof message !== "string" || typeof level !== "string") return null;
  return { step: typeof step === "string" ? step : null, at, level: level as LogLevel, message };
}
