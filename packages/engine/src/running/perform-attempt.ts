import type { Scope } from "@lockstep/expression";
import type { Json, JsonObject, Step } from "@lockstep/model";
import { Failure } from "@lockstep/model";

import { executorOf } from "../steps/executors.ts";
import type { ResolvedSecret, StepContext, StepResult } from "../steps/step-executor.ts";
import { Suspended } from "../steps/suspended.ts";
import { checkParameters, checkValue } from "./check-shape.ts";
import { checkSize } from "./check-size.ts";
import { parametersOf } from "./compile-parameters.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { SecretBox } from "./secret-box.ts";

/** One try of a step with everything it may use. */
export interface Attempt {
  readonly step: Step;
  readonly scope: Scope;
  readonly box: SecretBox;
  readonly context: StepContext;
  readonly rehearsal: Rehearsal | undefined;
}

/**
 * Does the step and gives its redacted output, or what it waits for; without a promise where the step type needs none.
 * Throws StepFailure.
 */
export function performAttempt(attempt: Attempt): StepResult | Promise<StepResult> {
  const { step, scope, box, context, rehearsal } = attempt;
  const execute = executorOf(step.type);
  if (execute === null)
    throw new Failure("unprocessable", `This build cannot execute ${step.type} steps.`, {
      code: "NO_CAPABLE_WORKER",
    });
  const parameters = parametersOf(step)(scope, secretsByName(box.secrets));
  checkParameters(step.type, parameters);
  const proceed = (): StepResult | Promise<StepResult> => execute(parameters, context);
  const result = rehearsal === undefined ? proceed() : rehearsal.perform({ step, scope }, proceed);
  return result instanceof Promise ? result.then((value) => accept(value, attempt)) : accept(result, attempt);
}

function accept(result: StepResult, attempt: Attempt): StepResult {
  return result instanceof Suspended ? result : acceptOutput(result, attempt);
}

function secretsByName(secrets: readonly ResolvedSecret[]): JsonObject {
  return Object.fromEntries(secrets.map(({ name, value }) => [name, value]));
}

/** Redacts an output before anything sees it, and checks it. Throws StepFailure. */
export function acceptOutput(given: Json, { step, box }: Pick<Attempt, "step" | "box">): Json {
  checkSize(given, "The output");
  const output = box.redactor.json(given);
  // What stands for a secret may be longer than the secret.
  if (output !== given) checkSize(output, "The output");
  if (step.outputSchema !== null) checkValue(output, step.outputSchema, "The output");
  return output;
}
