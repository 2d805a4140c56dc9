import { evaluateJson, evaluateTemplate, type Scope } from "@lockstep/expression";
import type { Json, JsonObject, Pipeline, Run } from "@lockstep/model";

import type { RunEvaluator } from "../advance/run-evaluator.ts";
import type { StepViews } from "../advance/step-view.ts";
import { StepFailure } from "../step-failure.ts";
import { checkValue } from "./check-shape.ts";
import { checkSize } from "./check-size.ts";
import { expressionFailure } from "./expression-failure.ts";

/** What expressions know of a run itself. */
export type RunInScope = Pick<Run, "id" | "input" | "environment" | "startedAt" | "createdAt">;

/** The names that every expression of a run may use, `steps` apart. */
export function baseScope(run: RunInScope, pipeline: Pipeline, variables: JsonObject): Scope {
  const vars = Object.fromEntries(
    pipeline.uses.variables.flatMap((name) => {
      const value = variables[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    input: run.input,
    vars,
    env: { name: run.environment },
    run: { id: run.id, startedAt: run.startedAt ?? run.createdAt },
    pipeline: pipelineScope(pipeline),
  };
}

const pipelineScopes = new WeakMap<Pipeline, JsonObject>();

/** Always the same object for a pipeline: the expression engine remembers what it converted. */
function pipelineScope(pipeline: Pipeline): JsonObject {
  let scope = pipelineScopes.get(pipeline);
  if (scope === undefined) {
    scope = { slug: pipeline.slug, version: pipeline.version, team: pipeline.team };
    pipelineScopes.set(pipeline, scope);
  }
  return scope;
}

/** A scope with the ended steps. */
export function withSteps(base: Scope, steps: StepViews): Scope {
  return { ...base, steps: Object.fromEntries(steps) as unknown as JsonObject };
}

/** Evaluates what decides over steps: conditions, items, fallbacks, and the run's output. */
export function createRunEvaluator(base: Scope, pipeline: Pipeline): RunEvaluator {
  return {
    condition(step, steps) {
      if (step.when === null) return true;
      const { when } = step;
      const value = named("when", () => evaluateTemplate(when, withSteps(base, steps)));
      if (typeof value === "boolean") return value;
      throw new StepFailure("expression", "when: it must give true or false.");
    },
    items(step, steps) {
      const { items = [], maxItems = 0 } = step.forEach ?? {};
      const value = named("forEach.items", () => evaluateJson(items, withSteps(base, steps)));
      if (!Array.isArray(value)) throw new StepFailure("expression", "forEach.items: it must give a list.");
      checkSize(value as Json, "forEach.items");
      if (value.length <= maxItems) return value as readonly Json[];
      const message = `forEach.items: there are ${value.length} items, \`maxItems\` allows ${maxItems}.`;
      throw new StepFailure("validation", message);
    },
    fallback(step, steps) {
      const value = named("onError.value", () => evaluateJson(step.onError.value, withSteps(base, steps)));
      checkSize(value, "onError.value");
      return value;
    },
    output(steps, returned) {
      const { value, schema } = pipeline.output;
      const output =
        returned?.value ?? named("output.value", () => evaluateJson(value, withSteps(base, steps)));
      checkSize(output, "The run's output");
      checkValue(output, schema, "The run's output");
      return output;
    },
  };
}

function named(field: string, evaluate: () => Json): Json {
  try {
    return evaluate();
  } catch (thrown) {
    throw expressionFailure(field, thrown);
  }
}
