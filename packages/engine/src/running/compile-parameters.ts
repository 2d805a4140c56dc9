import { evaluateTemplate, isTemplate, type Scope } from "@lockstep/expression";
import type { Json, JsonObject, Step } from "@lockstep/model";
import { declarationOf, matchesField, type StepTypeDeclaration } from "@lockstep/step-types";

import { expressionFailure } from "./expression-failure.ts";

/** What `with` gives in a scope. `secrets` join the scope only in fields that accept them. */
export type Parameters = (scope: Scope, secrets: JsonObject) => JsonObject;

type Evaluate = (scope: Scope, secretScope: Scope) => Json;

type Compiled = { readonly constant: Json } | { readonly evaluate: Evaluate };

const compiledSteps = new WeakMap<Step, Parameters>();

/** Finds the templates of a step's `with` once; parts without any are passed on as they are. */
export function parametersOf(step: Step): Parameters {
  const known = compiledSteps.get(step);
  if (known !== undefined) return known;
  const compiled = compile(step.with, [], declarationOf(step.type));
  const parameters: Parameters =
    "constant" in compiled
      ? () => step.with
      : (scope, secrets) => compiled.evaluate(scope, { ...scope, secrets }) as JsonObject;
  compiledSteps.set(step, parameters);
  return parameters;
}

type Path = readonly (string | number)[];

function compile(value: Json, path: Path, declaration: StepTypeDeclaration): Compiled {
  if (isTakenAsWritten(path, declaration)) return { constant: value };
  if (typeof value === "string")
    return isTemplate(value) ? compileTemplate(value, path, declaration) : { constant: value };
  if (typeof value !== "object" || value === null) return { constant: value };
  if (Array.isArray(value)) return compileArray(value, path, declaration);
  return compileObject(value as JsonObject, path, declaration);
}

function isTakenAsWritten(path: Path, { literal, deferred }: StepTypeDeclaration): boolean {
  return [...literal, ...Object.keys(deferred)].some((pattern) => matchesField(pattern, path));
}

function compileTemplate(text: string, path: Path, declaration: StepTypeDeclaration): Compiled {
  const mayHoldSecrets = declaration.secrets.some((pattern) => matchesField(pattern, path));
  return {
    evaluate(scope, secretScope) {
      try {
        return evaluateTemplate(text, mayHoldSecrets ? secretScope : scope);
      } catch (thrown) {
        throw expressionFailure(`with.${path.join(".")}`, thrown);
      }
    },
  };
}

function compileArray(items: readonly Json[], path: Path, declaration: StepTypeDeclaration): Compiled {
  const compiled = items.map((item, index) => compile(item, [...path, index], declaration));
  if (compiled.every((item) => "constant" in item)) return { constant: items };
  return { evaluate: (scope, secretScope) => compiled.map((item) => evaluate(item, scope, secretScope)) };
}

function compileObject(object: JsonObject, path: Path, declaration: StepTypeDeclaration): Compiled {
  const compiled = Object.entries(object).map(
    ([key, member]) => [key, compile(member, [...path, key], declaration)] as const,
  );
  if (compiled.every(([, member]) => "constant" in member)) return { constant: object };
  return {
    evaluate: (scope, secretScope) =>
      Object.fromEntries(compiled.map(([key, member]) => [key, evaluate(member, scope, secretScope)])),
  };
}

function evaluate(compiled: Compiled, scope: Scope, secretScope: Scope): Json {
  return "constant" in compiled ? compiled.constant : compiled.evaluate(scope, secretScope);
}
