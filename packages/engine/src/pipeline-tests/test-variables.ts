import type { JsonObject, Pipeline, Step } from "@lockstep/model";

/** The variables of a test. */
export interface TestVariables {
  readonly values: JsonObject;
  /** Whether a step's `with` speaks of a variable that has no value of its own. */
  speaksOfUnknown(step: Step): boolean;
}

/** Every variable that the pipeline uses: with the given value, or else with its own name as text. */
export function testVariables({ uses }: Pipeline, given: JsonObject): TestVariables {
  const unknown = uses.variables.filter((name) => !Object.hasOwn(given, name));
  return {
    values: Object.fromEntries(uses.variables.map((name) => [name, given[name] ?? name])),
    speaksOfUnknown(step) {
      const text = JSON.stringify(step.with);
      return unknown.some((name) => text.includes(name));
    },
  };
}
