import type { Scope } from "@lockstep/expression";
import type { Step } from "@lockstep/model";

import type { RunEvaluator } from "../advance/run-evaluator.ts";
import type { StepViews } from "../advance/step-view.ts";
import type { StepResult } from "../steps/step-executor.ts";

/** One try of a step that a rehearsal may take over. */
export interface RehearsedAttempt {
  readonly step: Step;
  /** What its expressions see. */
  readonly scope: Scope;
}

/** What stands around a run that is only a test: it performs attempts in place of the engine and watches decisions. */
export interface Rehearsal {
  /** Gives the attempt's output, from `proceed` or from elsewhere. Throws StepFailure. */
  perform(
    attempt: RehearsedAttempt,
    proceed: () => StepResult | Promise<StepResult>,
  ): StepResult | Promise<StepResult>;
  /** The dependencies of a step let it go on; a step without `when` always meets it. */
  onCondition(step: Step, isMet: boolean, steps: StepViews): void;
  /** A `forEach` step begins with so many items. */
  onItems(step: Step, count: number): void;
}

/** The evaluator, watched by the rehearsal where there is one. */
export function watched(evaluator: RunEvaluator, rehearsal: Rehearsal | undefined): RunEvaluator {
  if (rehearsal === undefined) return evaluator;
  return {
    ...evaluator,
    condition(step, steps) {
      const isMet = evaluator.condition(step, steps);
      rehearsal.onCondition(step, isMet, steps);
      return isMet;
    },
    items(step, steps) {
      const items = evaluator.items(step, steps);
      rehearsal.onItems(step, items.length);
      return items;
    },
  };
}
