import { evaluateJson, evaluateTemplate, ExpressionError, type Scope } from "@lockstep/expression";
import { Failure, type Json, type JsonObject } from "@lockstep/model";

import type { FoundTrigger } from "./find-trigger.ts";

/** The names that templates of a trigger may use. */
export function triggerScope({ pipeline, policy }: FoundTrigger, trigger: JsonObject): Scope {
  const { slug, version, team, uses } = pipeline;
  const vars = Object.fromEntries(
    uses.variables.flatMap((name) => {
      const value = policy.variables[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { trigger, vars, env: { name: policy.slug }, pipeline: { slug, version, team } };
}

/** The value of a field of a trigger. Fails as `unprocessable` with code `EXPRESSION`; the message names keys, no values. */
export function evaluateField(field: string, value: Json, scope: Scope): Json {
  return named(field, () => evaluateJson(value, scope));
}

/** The same for a field that must say yes or no. */
export function evaluateCondition(field: string, text: string, scope: Scope): boolean {
  const value = named(field, () => evaluateTemplate(text, scope));
  if (typeof value === "boolean") return value;
  throw new Failure("unprocessable", `${field}: it must give true or false.`, { code: "EXPRESSION" });
}

function named(field: string, evaluate: () => Json): Json {
  try {
    return evaluate();
  } catch (cause) {
    const reason = cause instanceof ExpressionError ? cause.message : "it cannot be evaluated";
    const path = cause instanceof ExpressionError ? cause.path : "";
    throw new Failure("unprocessable", `${field}${path}: ${reason}`, { code: "EXPRESSION", cause });
  }
}
