import { isFinal, runStates } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { LogLineView, PageAnswer, RunAnswer } from "../org/responses.ts";
import { logLine } from "../printing/log-line.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { pause } from "../program/pause.ts";

interface Options {
  readonly step?: string;
  readonly level?: string;
  readonly follow?: true;
}

const pollMs = 500;

/** `lockstep logs`: what the steps of a run wrote. */
export const logsCommand: CommandDefinition = (program, act) => {
  program
    .command("logs")
    .argument("<run>", "id of the run")
    .summary("what the steps of a run wrote")
    .description("Prints the log lines of a run, oldest first.")
    .option("--step <id>", "only lines of this step")
    .option("--level <level>", "only lines of this level: debug, info, warn or error")
    .option("-f, --follow", "go on until the run has ended")
    .addHelpText(
      "after",
      examples(
        ["lockstep logs 0192f0c4-…", "all lines"],
        ["lockstep logs 0192f0c4-… --follow", "until it has ended"],
        ["lockstep logs 0192f0c4-… --step score --level error", "errors of one step"],
      ),
    )
    .action(act(show));
};

async function show(cli: Invocation, [id]: [string], options: Options): Promise<ExitCode> {
  const org = await connect(cli);
  const lines: LogLineView[] = [];
  let hasEnded = false;
  do {
    // The state is asked first: what is written before the end is then surely among the lines.
    hasEnded = options.follow !== true || (await hasRunEnded(org, id));
    const fresh = (await fetchLines(org, id, options)).slice(lines.length);
    lines.push(...fresh);
    cli.output.lines(...fresh.map(logLine));
    if (!hasEnded) await pause(cli.world, pollMs);
  } while (!hasEnded);
  cli.output.present({ logs: lines }, () => []);
  return exitCodes.done;
}

async function hasRunEnded(org: OrgClient, id: string): Promise<boolean> {
  const { run } = await org.fetch<RunAnswer>(apiPath("runs", id));
  return isFinal(runStates, run.status);
}

async function fetchLines(
  org: OrgClient,
  id: string,
  { step, level }: Options,
): Promise<readonly LogLineView[]> {
  const lines: LogLineView[] = [];
  let cursor: string | null = null;
  do {
    const page: PageAnswer<LogLineView> = await org.fetch(apiPath("runs", id, "logs"), {
      step,
      level,
      cursor,
      limit: 100,
    });
    lines.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return lines;
}
