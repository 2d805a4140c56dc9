import type { Difference, Pipeline } from "@lockstep/model";

import { compareInterface } from "./compare-interface.ts";
import { comparePipelineFields } from "./compare-pipeline-fields.ts";
import { compareSteps } from "./compare-steps.ts";
import { compareTests } from "./compare-tests.ts";
import { compareTriggers } from "./compare-triggers.ts";
import { compareUses } from "./compare-uses.ts";

type Comparison = (from: Pipeline, to: Pipeline) => readonly Difference[];

/** In the order in which a reader of a review wants them: behaviour first. */
const comparisons: readonly Comparison[] = [
  compareInterface,
  compareSteps,
  compareUses,
  compareTriggers,
  comparePipelineFields,
  compareTests,
];

/** Every difference of two pipelines as a sentence with its class. Empty when they mean the same. */
export function comparePipelines(from: Pipeline, to: Pipeline): readonly Difference[] {
  return comparisons.flatMap((compare) => compare(from, to));
}
