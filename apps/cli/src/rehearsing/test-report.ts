import type { PipelineTestResult } from "@lockstep/engine";
import type { LoadedPipeline, PipelineTest, Problem } from "@lockstep/model";

/** A pipeline with the tests of it that were asked for. */
export interface Suite {
  /** As people here would type it. */
  readonly file: string;
  readonly loaded: LoadedPipeline;
  readonly tests: readonly PipelineTest[];
}

/** A test that ran; `ms` is how long it took here, in milliseconds. */
export interface TestedCase {
  readonly name: string;
  readonly ms: number;
  readonly result: PipelineTestResult;
}

export interface SuiteReport {
  readonly suite: Suite;
  /** In the order of the manifest. */
  readonly cases: readonly TestedCase[];
  /** Names of the tests that `--bail` kept from running. */
  readonly notRun: readonly string[];
}

/** Everything that `lockstep test` found. */
export interface TestReport {
  readonly suites: readonly SuiteReport[];
  /** Errors of manifests that could not be tested. */
  readonly problems: readonly Problem[];
  readonly ms: number;
}

export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly notRun: number;
}

export function isPassed({ result }: TestedCase): boolean {
  return result.failures.length === 0;
}

export function countTests(suites: readonly SuiteReport[]): TestTotals {
  const cases = suites.flatMap((suite) => suite.cases);
  const passed = cases.filter(isPassed).length;
  const notRun = suites.reduce((sum, suite) => sum + suite.notRun.length, 0);
  return { passed, failed: cases.length - passed, notRun };
}
