import type { JsonObject, Pipeline, Step } from "@lockstep/model";

/** The variables of a test. */
export interface TestVariables {
  readonly values: JsonObject;
  /** The variables without a value of their own that a step speaks of. */
  unknownIn(step: Step): readonly string[];
}

/** Every variable that the pipeline uses: with the given value, or else with its own name as text. */
export function testVariables({ uses }: Pipeline, given: JsonObject): TestVariables {
  const unknown = uses.variables.filter((name) => !Object.hasOwn(given, name));
  return {
    values: Object.fromEntries(
      uses.variables.map((name) => [name, (Object.hasOwn(given, name) ? given[name] : undefined) ?? name]),
    ),
    unknownIn({ with: parameters, when, forEach, onError }) {
      const text = JSON.stringify([parameters, when, forEach, onError]);
      return unknown.filter((name) => text.includes(name));
    },
  };
}
