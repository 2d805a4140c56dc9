import type { Scope } from "@lockstep/expression";
import type { Json, JsonObject, JsonSchema, Step, StepMock } from "@lockstep/model";

import { checkParameters, checkValue } from "../running/check-shape.ts";
import { parametersOf } from "../running/compile-parameters.ts";
import { StepFailure } from "../step-failure.ts";

/** What the world answers in a test: the mock's output or error, checked as the step type would check it. Throws StepFailure. */
export function performMock(step: Step, mock: StepMock, scope: Scope): Json {
  const { error } = mock;
  if (error !== undefined) throw new StepFailure(error.type, error.message);
  const output = outputOf(mock, scope);
  const contract = contractOf(step);
  if (contract !== null) checkValue(output, contract, "The mocked answer");
  return output;
}

function outputOf({ output, outputs }: StepMock, { index }: Scope): Json {
  if (outputs === undefined) return output ?? null;
  return (typeof index === "number" ? outputs[index] : undefined) ?? null;
}

/** The schema by which a step type holds its answer: a model's `responseSchema`, a person's `form`. */
function contractOf({ type, with: parameters }: Step): JsonSchema | null {
  const schema =
    type === "llm" ? parameters["responseSchema"] : type === "approval" ? parameters["form"] : undefined;
  return (schema as JsonSchema | undefined) ?? null;
}

/** Evaluates the templates of a step that a mock stands for, as if it ran. Throws StepFailure. */
export function rehearseParameters(step: Step, scope: Scope, secrets: readonly string[]): JsonObject {
  const named = Object.fromEntries(secrets.map((name) => [name, `[secret ${name}]`]));
  const parameters = parametersOf(step)(scope, named);
  checkParameters(step.type, parameters);
  return parameters;
}
