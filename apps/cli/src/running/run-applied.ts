import { isFinal, type Json, runStates } from "@lockstep/model";

import { addItems } from "../org/add-items.ts";
import { apiPath } from "../org/api-path.ts";
import { namedEnvironment } from "../org/choose-environment.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { AttemptView, RunAnswer, RunDetail } from "../org/responses.ts";
import { attemptLine } from "../printing/attempt-line.ts";
import { runLines } from "../printing/run-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { pause } from "../program/pause.ts";
import { fetchSample } from "./fetch-sample.ts";
import type { ChosenInput } from "./read-input.ts";

export interface AppliedRunOptions {
  readonly input: ChosenInput;
  readonly isFollowed: boolean;
}

/** Most runs are over by then; of others people hear the id at once. */
const firstWait = "1s";
const followPollMs = 300;

/** Runs the applied version of a pipeline in an org and waits for its end; failed when the run is. */
export async function runApplied(
  cli: Invocation,
  name: string,
  options: AppliedRunOptions,
): Promise<ExitCode> {
  const org = await connect(cli);
  const environment = namedEnvironment(cli, org);
  const input = await inputOf(options.input, () => fetchSample(cli, org, name));
  const run = await start(org, { environment, name, input, wait: options.isFollowed ? "0ms" : firstWait });
  if (!isFinal(runStates, run.status)) cli.output.note(...startedLines(run));
  const ended = await waitForEnd(cli, org, run, options);
  const path = apiPath("runs", run.id, "steps");
  const { items } = await fetchItems<AttemptView>(org, path, { limit: 1_000 });
  const drawn = cli.output.isJson ? items : await addItems(org, path, items);
  cli.output.present({ run: { ...ended, steps: items } }, () => runLines(ended, drawn, cli.world));
  return ended.status === "completed" ? exitCodes.done : exitCodes.failed;
}

function startedLines({ id, slug, version, deploy }: RunDetail): readonly string[] {
  return [
    `run ${id} of ${slug}@${version}, deploy ${deploy}`,
    `It goes on without this command; stop it with \`lockstep cancel ${id}\`.`,
  ];
}

async function inputOf(chosen: ChosenInput, sample: () => Promise<Json>): Promise<Json> {
  if (chosen.from === "given") return chosen.value;
  return chosen.from === "sample" ? sample() : {};
}

interface Start {
  readonly environment: string | null;
  /** Slug, or `slug@1.2.3`. */
  readonly name: string;
  readonly input: Json;
  readonly wait: string;
}

/** Without an environment the org chooses: the token's only one, or its default. */
async function start(org: OrgClient, { environment, name, input, wait }: Start): Promise<RunDetail> {
  const scope = environment === null ? [] : ["environments", environment];
  const path = apiPath(...scope, "pipelines", name, "run");
  const { run } = await org.post<RunAnswer>(path, { input }, { wait });
  return run;
}

async function waitForEnd(
  cli: Invocation,
  org: OrgClient,
  started: RunDetail,
  { isFollowed }: AppliedRunOptions,
): Promise<RunDetail> {
  const path = apiPath("runs", started.id);
  let run = started;
  let shown = 0;
  while (!isFinal(runStates, run.status)) {
    await pause(cli.world, followPollMs);
    const { waitsFor } = run;
    ({ run } = await org.fetch<RunAnswer>(path));
    if (run.waitsFor !== null && run.waitsFor !== waitsFor) cli.output.note(`${run.status}: ${run.waitsFor}`);
    if (isFollowed) shown = await showProgress(cli, org, { path, shown });
  }
  return run;
}

/** Prints the attempts that ended since; returns how many have been shown. */
async function showProgress(
  { output }: Invocation,
  org: OrgClient,
  { path, shown }: { readonly path: string; readonly shown: number },
): Promise<number> {
  const { items } = await fetchItems<AttemptView>(org, `${path}/steps`, { limit: 1_000 });
  const ended = items.filter(({ endedAt }) => endedAt !== null);
  output.note(...ended.slice(shown).map(attemptLine));
  return ended.length;
}
