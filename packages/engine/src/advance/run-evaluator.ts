import type { Json, Step } from "@lockstep/model";

import type { StepViews } from "./step-view.ts";

/** Evaluates templates outside `with`; a pure function of the run and its ended steps. Throws StepFailure. */
export interface RunEvaluator {
  /** `step.when`, which must give a boolean; true where there is none. */
  condition(step: Step, steps: StepViews): boolean;
  /** `step.forEach.items`, which must give an array within `maxItems`. */
  items(step: Step, steps: StepViews): readonly Json[];
  /** `step.onError.value`. */
  fallback(step: Step, steps: StepViews): Json;
  /** The pipeline's `output.value`, or what a `return` step gave, checked against `output.schema`. */
  output(steps: StepViews, returned: { readonly value: Json } | null): Json;
}
