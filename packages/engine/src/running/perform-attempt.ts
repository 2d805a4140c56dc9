import type { Scope } from "@lockstep/expression";
import type { Json, JsonObject, Step } from "@lockstep/model";
import { Failure } from "@lockstep/model";

import type { Redactor } from "../redaction.ts";
import { executorOf } from "../steps/executors.ts";
import type { ResolvedSecret, StepContext } from "../steps/step-executor.ts";
import { checkParameters, checkValue } from "./check-shape.ts";
import { checkSize } from "./check-size.ts";
import { parametersOf } from "./compile-parameters.ts";

/** One try of a step with everything it may use. */
export interface Attempt {
  readonly step: Step;
  readonly scope: Scope;
  readonly secrets: readonly ResolvedSecret[];
  readonly redactor: Redactor;
  readonly context: StepContext;
}

/** Does the step and gives its redacted output; without a promise where the step type needs none. Throws StepFailure. */
export function performAttempt(attempt: Attempt): Json | Promise<Json> {
  const { step, scope, secrets, context } = attempt;
  const execute = executorOf(step.type);
  if (execute === null)
    throw new Failure("unprocessable", `This build cannot execute ${step.type} steps.`, {
      code: "NO_CAPABLE_WORKER",
    });
  const parameters = parametersOf(step)(scope, secretsByName(secrets));
  checkParameters(step.type, parameters);
  const output = execute(parameters, context);
  return output instanceof Promise ? output.then((value) => accept(value, attempt)) : accept(output, attempt);
}

function secretsByName(secrets: readonly ResolvedSecret[]): JsonObject {
  return Object.fromEntries(secrets.map(({ name, value }) => [name, value]));
}

/** Redacts an output before anything sees it, and checks it. */
function accept(given: Json, { step, redactor }: Attempt): Json {
  const output = redactor.json(given);
  if (step.outputSchema !== null) checkValue(output, step.outputSchema, "The output");
  checkSize(output, "The output");
  return output;
}
