import type { RunTests } from "@lockstep/controller";
import { systemClock, toFailure, type CompiledPipeline } from "@lockstep/model";
import { createSandbox } from "@lockstep/sandbox";

import { runSuites } from "../rehearsing/run-suites.ts";
import { isPassed, type Suite, type SuiteReport, type TestedCase } from "../rehearsing/test-report.ts";
import { loadCompiled } from "../worktree/compile-file.ts";

/** Longest message of one test, in characters; nobody reads more on a line of a file. */
const longestMessage = 4_000;

/** Runs the tests of these pipelines in this process, in a sandbox that ends with them. */
export const runPipelineTests: RunTests = async ({ pipelines, signal }) => {
  const suites = pipelines.map(suiteOf).filter(({ tests }) => tests.length > 0);
  if (suites.length === 0) return [];
  const sandbox = createSandbox();
  try {
    const options = { variables: {}, sandbox, isBailed: false, clock: systemClock };
    const reports = await Promise.race([runSuites(suites, options), rejectedWith(signal)]);
    return reports.map(toTestedSuite);
  } finally {
    await sandbox.close();
  }
};

function suiteOf(compiled: CompiledPipeline): Suite {
  const loaded = loadCompiled(compiled);
  return { file: compiled.path, loaded, tests: loaded.pipeline.tests };
}

/** Tests that nobody waits for any more end with their sandbox. */
function rejectedWith(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = () => reject(toFailure(signal.reason));
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
}

function toTestedSuite({ suite, cases }: SuiteReport) {
  return { slug: suite.loaded.pipeline.slug, file: suite.file, tests: cases.map(toTested) };
}

/** Whoever has the file finds the line. */
function toTested(tested: TestedCase) {
  const sentences = tested.result.failures.map(({ where, message }) => `${where}: ${message}`);
  return {
    name: tested.name,
    isPassed: isPassed(tested),
    message: sentences.join("\n").slice(0, longestMessage),
    line: 1,
  };
}
