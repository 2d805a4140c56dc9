import type { Json, JsonObject } from "@lockstep/model";
import { EvaluationError, ParseError, TypeError as CelTypeError } from "@marcbachmann/cel-js";

import { toCel } from "./cel-values.ts";
import { ExpressionError } from "./expression-error.ts";
import { fromCel } from "./from-cel.ts";
import { CelFault } from "./functions/cel-function.ts";
import { toText } from "./functions/to-text.ts";
import { parseExpression } from "./parse-expression.ts";
import { isTemplate, parseTemplate } from "./parse-template.ts";

/** The names an expression may use, with their values. Values must not be changed after they were given. */
export type Scope = JsonObject;

/** Evaluates one bare expression. Throws ExpressionError; never anything else. */
export function evaluateExpression(source: string, scope: Scope): Json {
  return evaluateWith(source, scope, fromCel);
}

/**
 * Evaluates a string: one that is exactly one template keeps the type of its value, any other is joined to text.
 * Throws ExpressionError with an offset into the string.
 */
export function evaluateTemplate(text: string, scope: Scope): Json {
  if (!isTemplate(text)) return text;
  const { parts, whole } = parseTemplate(text);
  if (whole !== null) return at(2, () => evaluateExpression(whole, scope));
  return parts
    .map((part) =>
      part.kind === "text" ? part.text : at(part.offset, () => evaluateWith(part.source, scope, toText)),
    )
    .join("");
}

function at<Value>(offset: number, evaluate: () => Value): Value {
  try {
    return evaluate();
  } catch (error) {
    throw error instanceof ExpressionError ? error.movedBy(offset) : error;
  }
}

function evaluateWith<Value>(source: string, scope: Scope, read: (value: unknown) => Value): Value {
  const { parsed, budget } = parseExpression(source);
  budget.refill();
  try {
    const value: unknown = parsed(celScope(scope));
    budget.assertNotExhausted();
    return read(value);
  } catch (error) {
    throw toExpressionError(error);
  }
}

function celScope(scope: Scope): Map<string, unknown> {
  return new Map(Object.entries(scope).map(([name, value]) => [name, toCel(value)]));
}

function toExpressionError(error: unknown): ExpressionError {
  if (error instanceof ExpressionError) return error;
  if (error instanceof EvaluationError || error instanceof ParseError || error instanceof CelTypeError)
    return new ExpressionError(error.summary, error.range?.start ?? 0, error);
  if (error instanceof CelFault) return new ExpressionError(error.message, 0, error);
  if (error instanceof RangeError)
    return new ExpressionError("the expression is too large or nested too deeply", 0, error);
  return new ExpressionError(error instanceof Error ? error.message : "it cannot be evaluated", 0, error);
}
