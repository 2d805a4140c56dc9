import type { Pipeline, Step } from "@lockstep/model";

import type { StepView, StepViews } from "../advance/step-view.ts";
import { graphOf } from "../pipeline-graph.ts";
import type { Rehearsal } from "../running/rehearsal.ts";
import type { BranchName, StepSighting, TestCoverage } from "./test-coverage.ts";

/** Notes which ways one run takes. */
export class CoverageRecorder implements Pick<Rehearsal, "onCondition" | "onItems"> {
  readonly #pipeline: Pipeline;
  readonly #taken = new Map<string, Set<BranchName>>();
  readonly #admitted = new Set<string>();

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  onCondition(step: Step, isMet: boolean, steps: StepViews): void {
    this.#admitted.add(step.id);
    if (step.when !== null) this.#take(step, isMet ? "when true" : "when false");
    if (step.runOn === "failure") this.#take(step, "runs on failure");
    if (step.runOn === "always")
      this.#take(step, this.#isAfterFailure(step, steps) ? "always, after failure" : "always, after success");
  }

  onItems(step: Step, count: number): void {
    if (!Array.isArray(step.forEach?.items)) this.#take(step, count > 0 ? "with items" : "without items");
  }

  /** What the run went through, its steps having ended like this. */
  coverage(views: StepViews): TestCoverage {
    for (const step of this.#pipeline.steps) {
      const view = views.get(step.id);
      if (view !== undefined) this.#takeEnd(step, view);
    }
    return {
      steps: Object.fromEntries([...views].map(([id, view]) => [id, sightingOf(view)])),
      branches: [...this.#taken].flatMap(([step, names]) => [...names].map((branch) => ({ step, branch }))),
    };
  }

  #takeEnd(step: Step, { status, error }: StepView): void {
    const hasPlan = step.onError.strategy !== "fail" && status !== "failed" && status !== "cancelled";
    if (hasPlan && error !== undefined) this.#take(step, "error handled");
    if (hasPlan && error === undefined && status === "completed") this.#take(step, "no error");
    const isIdle = step.runOn === "failure" && status === "skipped" && !this.#admitted.has(step.id);
    if (isIdle) this.#take(step, "no failure to run on");
  }

  /** Whether anything before the step failed; each step is looked at once, however many ways lead to it. */
  #isAfterFailure(step: Step, steps: StepViews): boolean {
    const { byId } = graphOf(this.#pipeline);
    const before = new Set(step.dependsOn);
    for (const id of before) {
      if (steps.get(id)?.status === "failed") return true;
      for (const further of byId.get(id)?.dependsOn ?? []) before.add(further);
    }
    return false;
  }

  #take({ id }: Step, branch: BranchName): void {
    const names = this.#taken.get(id) ?? new Set();
    this.#taken.set(id, names.add(branch));
  }
}

function sightingOf({ status, attempts }: StepView): StepSighting {
  if (status === "failed") return "failed";
  return status === "completed" || attempts > 0 ? "executed" : "skipped";
}
