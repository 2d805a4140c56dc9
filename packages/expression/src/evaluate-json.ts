import { joinPointer, type Json } from "@lockstep/model";

import { evaluateTemplate, type Scope } from "./evaluate-template.ts";
import { ExpressionError } from "./expression-error.ts";

/**
 * Evaluates every string of a JSON value as a template; keys are left as they are.
 * Throws ExpressionError with the JSON pointer of the template that failed.
 */
export function evaluateJson(value: Json, scope: Scope): Json {
  return evaluateAt("", value, scope);
}

function evaluateAt(path: string, value: Json, scope: Scope): Json {
  if (typeof value === "string") return evaluateText(path, value, scope);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return value.map((item: Json, index) => evaluateAt(`${path}/${index}`, item, scope));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, evaluateAt(joinPointer(path, key), member, scope)]),
  );
}

function evaluateText(path: string, text: string, scope: Scope): Json {
  try {
    return evaluateTemplate(text, scope);
  } catch (error) {
    throw error instanceof ExpressionError ? error.locatedAt(path) : error;
  }
}
