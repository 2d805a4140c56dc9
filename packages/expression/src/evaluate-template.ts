import type { Json, JsonObject } from "@lockstep/model";

import { toCel } from "./cel-values.ts";
import { ExpressionError } from "./expression-error.ts";
import { fromCel } from "./from-cel.ts";
import { toText } from "./functions/to-text.ts";
import { parseExpression } from "./parse-expression.ts";
import { isTemplate, parseTemplate } from "./parse-template.ts";
import { toExpressionError } from "./to-expression-error.ts";

/** The names an expression may use, with their values; see `toCel` for what may be changed between evaluations. */
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
      part.kind === "text" ? part.text : at(part.offset, () => evaluateToText(part.source, scope)),
    )
    .join("");
}

function evaluateToText(source: string, scope: Scope): string {
  return evaluateWith(source, scope, (value) => {
    const text = toText(value);
    if (text !== null) return text;
    throw new ExpressionError(`'${source.trim()}' is null and has no text; say what to write instead`, 0);
  });
}

function at<Value>(offset: number, evaluate: () => Value): Value {
  try {
    return evaluate();
  } catch (error) {
    throw error instanceof ExpressionError ? error.movedBy(offset) : error;
  }
}

function evaluateWith<Value>(source: string, scope: Scope, read: (value: unknown) => Value): Value {
  const expression = parseExpression(source);
  try {
    return read(expression.evaluate(new CelScope(scope)));
  } catch (error) {
    throw toExpressionError(error);
  }
}

/** Converts a name's value when it is first read. */
class CelScope extends Map<string, unknown> {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    super();
    this.#scope = scope;
  }

  override get(name: string): unknown {
    if (this.has(name)) return super.get(name);
    const value = Object.hasOwn(this.#scope, name) ? this.#scope[name] : undefined;
    if (value !== undefined) this.set(name, toCel(value));
    return super.get(name);
  }
}
