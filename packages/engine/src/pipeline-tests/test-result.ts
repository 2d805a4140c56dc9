import type { Json, RunError, RunState, StepState } from "@lockstep/model";

import type { TestCoverage } from "./test-coverage.ts";

/** What came of one test of a pipeline. */
export interface PipelineTestResult {
  readonly name: string;
  /** Empty for a test that passed. */
  readonly failures: readonly TestFailure[];
  readonly run: RehearsedRun;
  readonly coverage: TestCoverage;
}

/** One thing that did not come out as the test says. */
export interface TestFailure {
  /** The part of the test, such as `output`, `steps.review`, `assertions[0]` or `mocks.fetch`. */
  readonly where: string;
  readonly message: string;
  /** Both or neither, where two values can be compared. */
  readonly expected?: Json;
  readonly actual?: Json;
}

/** How the run of a test ended. */
export interface RehearsedRun {
  readonly status: RunState;
  readonly output: Json;
  readonly error: RunError | null;
  /** States of the steps that were reached, by id. */
  readonly steps: { readonly [step: string]: StepState };
  /** How long it would have taken by its own clock, in milliseconds. */
  readonly virtualMs: number;
}
