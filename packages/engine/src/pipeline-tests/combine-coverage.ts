import type { Pipeline } from "@lockstep/model";

import { type Branch, branchesOf, type StepSighting, type TestCoverage } from "./test-coverage.ts";

/** In how many tests of a pipeline a step was seen in each way. */
export interface StepCoverage extends Readonly<Record<StepSighting, number>> {
  readonly step: string;
}

/** What the tests of one pipeline went through together. */
export interface PipelineCoverage {
  readonly steps: readonly StepCoverage[];
  readonly branches: readonly (Branch & { readonly isTaken: boolean })[];
}

/** Puts together what several tests of a pipeline went through; of none, nothing. */
export function combineCoverage(pipeline: Pipeline, tests: readonly TestCoverage[]): PipelineCoverage {
  const taken = new Set(tests.flatMap(({ branches }) => branches.map(keyOf)));
  return {
    steps: pipeline.steps.map(({ id }) => countSightings(id, tests)),
    branches: branchesOf(pipeline).map((branch) => ({ ...branch, isTaken: taken.has(keyOf(branch)) })),
  };
}

function countSightings(step: string, tests: readonly TestCoverage[]): StepCoverage {
  const counts = { executed: 0, failed: 0, skipped: 0 };
  for (const { steps } of tests) {
    const seen = Object.hasOwn(steps, step) ? steps[step] : undefined;
    if (seen !== undefined) counts[seen] += 1;
  }
  return { step, ...counts };
}

function keyOf({ step, branch }: Branch): string {
  return `${step} ${branch}`;
}
