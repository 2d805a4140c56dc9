import { ExpressionError } from "@lockstep/expression";

import { StepFailure } from "../step-failure.ts";

/** A failed evaluation as a failure of the step, naming the field that holds the template. */
export function expressionFailure(field: string, thrown: unknown): StepFailure {
  if (thrown instanceof StepFailure) return thrown;
  const reason = thrown instanceof ExpressionError ? thrown.message : "it cannot be evaluated";
  return new StepFailure("expression", `${field}: ${reason}`, { cause: thrown });
}
