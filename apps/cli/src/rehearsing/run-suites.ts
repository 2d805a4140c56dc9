import { runPipelineTest } from "@lockstep/engine";
import type { Clock, JsonObject, PipelineTest, Sandbox } from "@lockstep/model";

import { isPassed, type Suite, type SuiteReport, type TestedCase } from "./test-report.ts";

export interface SuiteOptions {
  readonly variables: JsonObject;
  /** Whether the first test that fails is the last one that begins. */
  readonly sandbox: Sandbox;
  readonly isBailed: boolean;
  /** Of this machine, to measure with. */
  readonly clock: Clock;
}

/** Tests under way at once: enough to keep sandboxes busy, few enough that each one's time says something. */
const atOnce = 8;

interface Turn {
  readonly suite: Suite;
  readonly test: PipelineTest;
}

/** Runs the tests of all suites, several at once. */
export async function runSuites(
  suites: readonly Suite[],
  options: SuiteOptions,
): Promise<readonly SuiteReport[]> {
  const turns = suites.flatMap((suite) => suite.tests.map((test): Turn => ({ suite, test })));
  const ended = new Map<PipelineTest, TestedCase>();
  const queue = turns.values();
  let isStopped = false;
  async function work(): Promise<void> {
    for (const turn of queue) {
      if (isStopped) return;
      const tested = await runTurn(turn, options);
      ended.set(turn.test, tested);
      isStopped ||= options.isBailed && !isPassed(tested);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return suites.map((suite) => reportOf(suite, ended));
}

async function runTurn(
  { suite, test }: Turn,
  { variables, sandbox, clock }: SuiteOptions,
): Promise<TestedCase> {
  const began = clock.now();
  const result = await runPipelineTest(suite.loaded, test, { variables, sandbox });
  return { name: test.name, ms: clock.now() - began, result };
}

function reportOf(suite: Suite, ended: ReadonlyMap<PipelineTest, TestedCase>): SuiteReport {
  const cases = suite.tests.flatMap((test) => ended.get(test) ?? []);
  const notRun = suite.tests.filter((test) => !ended.has(test)).map(({ name }) => name);
  return { suite, cases, notRun };
}
