import type { Pipeline, Step } from "@lockstep/model";

/** The ways that a run can take at a step, as far as the manifest declares them. */
export type BranchName =
  | "when true"
  | "when false"
  | "runs on failure"
  | "no failure to run on"
  | "always, after success"
  | "always, after failure"
  | "error handled"
  | "no error"
  | "with items"
  | "without items";

export interface Branch {
  readonly step: string;
  readonly branch: BranchName;
}

/** What a test saw of a step: it ran, it failed for good, or it never began. */
export type StepSighting = "executed" | "failed" | "skipped";

/** What one test went through. */
export interface TestCoverage {
  /** By id; a step that was never reached is missing. */
  readonly steps: { readonly [step: string]: StepSighting };
  readonly branches: readonly Branch[];
}

/** Every branch of a pipeline, by step in the order of its steps. */
export function branchesOf({ steps }: Pipeline): readonly Branch[] {
  return steps.flatMap((step) => namesOf(step).map((branch) => ({ step: step.id, branch })));
}

function namesOf({ when, runOn, onError, forEach }: Step): readonly BranchName[] {
  return [
    ...(when === null ? [] : (["when true", "when false"] as const)),
    ...(runOn === "failure" ? (["runs on failure", "no failure to run on"] as const) : []),
    ...(runOn === "always" ? (["always, after success", "always, after failure"] as const) : []),
    ...(onError.strategy === "fail" ? [] : (["error handled", "no error"] as const)),
    ...(forEach === null || Array.isArray(forEach.items) ? [] : (["with items", "without items"] as const)),
  ];
}
