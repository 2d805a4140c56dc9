import { randomUUID } from "node:crypto";

import { createConnections } from "@lockstep/connections";
import {
  createDeafStreams,
  createNodeHttpClient,
  createNodeMailer,
  type LocalRun,
  type LocalRunOptions,
  runLocally,
} from "@lockstep/engine";
import { fromTimestamp, type Ids, type Json, type JsonObject, type StepAttempt } from "@lockstep/model";
import { createSandbox } from "@lockstep/sandbox";

import type { AttemptView } from "../org/responses.ts";
import { describeElapsed } from "../printing/describe-elapsed.ts";
import { outcomeLines } from "../printing/outcome-lines.ts";
import { problemLines } from "../printing/problem-lines.ts";
import { stateText } from "../printing/state-text.ts";
import { waterfallLines } from "../printing/waterfall-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import type { World } from "../program/world.ts";
import { styled, type Text } from "../terminal/text.ts";
import { compileFile, loadCompiled, pipelineOf } from "../worktree/compile-file.ts";
import { reportBroken } from "../worktree/report-broken.ts";
import { assertStandsAlone } from "./assert-stands-alone.ts";
import { cancelSignal } from "./cancel-signal.ts";
import { followRun } from "./follow-run.ts";
import { localSetting } from "./local-setting.ts";
import type { ChosenInput } from "./read-input.ts";
import type { SecretFile } from "./read-secret-file.ts";

export interface FileRunOptions {
  readonly input: ChosenInput;
  readonly variables: JsonObject;
  readonly given: SecretFile;
  readonly allow: readonly string[];
  readonly isFollowed: boolean;
}

/** Nothing that runs locally is stored, so any unique id does. */
const localIds: Ids = { next: () => randomUUID() };

/** Runs a manifest file in this process, without a server; failed when the run is. */
export async function runFile(cli: Invocation, name: string, options: FileRunOptions): Promise<ExitCode> {
  const file = compileFile(cli.world.cwd, name);
  const compiled = pipelineOf(file);
  if (compiled === null) return reportBroken(cli.output, file.name, file.problems);
  const loaded = loadCompiled(compiled);
  assertStandsAlone(loaded.pipeline);
  const setting = localSetting(cli, { file, pipeline: loaded.pipeline, ...options });
  cli.output.note(...options.given.remarks, ...problemLines(file.problems));
  const input = inputOf(options.input, loaded.pipeline.input.sample);
  const followed = options.isFollowed ? { onEntry: followRun(cli.output) } : {};
  const done = await withMachine(cli, (machine) =>
    runLocally(loaded, input, { ...setting, ...machine, ...followed }),
  );
  present(cli, done);
  return done.run.state === "completed" ? exitCodes.done : exitCodes.failed;
}

type Machine = Pick<
  LocalRunOptions,
  "http" | "mailer" | "streams" | "sandbox" | "connections" | "clock" | "timer" | "ids" | "signal"
>;

/** Gives the work everything that steps reach this machine through, and takes it down afterwards. */
async function withMachine<Value>(
  { output, world }: Invocation,
  work: (machine: Machine) => Promise<Value>,
): Promise<Value> {
  const { clock, timer, interrupted } = world;
  const signal = cancelSignal(interrupted, () => output.note(styled("yellow", "cancelling the run …")));
  const sandbox = createSandbox();
  const connections = createConnections({ url: null, file: null });
  const [http, mailer, streams] = [createNodeHttpClient(), createNodeMailer(), createDeafStreams()];
  try {
    return await work({ http, mailer, streams, sandbox, connections, clock, timer, ids: localIds, signal });
  } finally {
    await Promise.all([sandbox.close(), connections.close()]);
  }
}

function inputOf(chosen: ChosenInput, sample: Json): Json {
  if (chosen.from === "given") return chosen.value;
  return chosen.from === "sample" ? sample : {};
}

function present({ output, world }: Invocation, { run, attempts, logs }: LocalRun): void {
  const steps = attempts.map(viewOf);
  const { id, slug, version, content, manifest, state, input, error, startedAt, endedAt } = run;
  const facts = { id, slug, version, content, manifest, status: state, input, output: run.output, error };
  output.present({ run: { ...facts, startedAt, endedAt, steps, logs } }, () => [
    headLine(run, world),
    "",
    ...waterfallLines(steps, { clock: world.clock, columns: world.stdout.columns }),
    "",
    ...outcomeLines(run),
  ]);
}

function viewOf({ run: _run, state, reply, ...attempt }: StepAttempt): AttemptView {
  return { ...attempt, status: state, repliedBy: reply?.by ?? null, repliedAt: reply?.at ?? null };
}

function headLine({ slug, version, state, startedAt, endedAt }: LocalRun["run"], { clock }: World): Text {
  const [from, to] = [startedAt, endedAt].map((at) => (at === null ? clock.now() : fromTimestamp(at)));
  const took = ` after ${describeElapsed((to ?? 0) - (from ?? 0))}`;
  return [styled("bold", `${slug}@${version}`), " here: ", stateText(state), took];
}
