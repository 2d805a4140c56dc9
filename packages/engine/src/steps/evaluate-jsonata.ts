import type { Json } from "@lockstep/model";
import jsonata from "jsonata";

import { StepFailure } from "../step-failure.ts";
import { LinearRegExp } from "./linear-reg-exp.ts";

/** Bounds on one evaluation: milliseconds, depth of calls, items of one sequence. */
const limits = { timeout: 1_000, stack: 500, sequence: 1_000_000 } as const;

// JSONata only ever constructs it and calls `exec`.
const options = { ...limits, RegexEngine: LinearRegExp as unknown as RegExpConstructor };

const longestExpression = 16_384;

/** A JSONata expression over `data`. Fails as `expression`. */
export async function evaluateJsonata(expression: string, data: Json): Promise<Json> {
  if (expression.length > longestExpression)
    throw new StepFailure(
      "expression",
      `The JSONata expression is longer than ${longestExpression} characters.`,
    );
  try {
    const result: unknown = await jsonata(expression, options).evaluate(data);
    return toJson(result);
  } catch (cause) {
    throw new StepFailure("expression", `JSONata: ${describe(cause)}`, { cause });
  }
}

/** JSONata's arrays carry extra fields and functions may be values; only what JSON can hold goes on. */
function toJson(result: unknown): Json {
  return JSON.parse(JSON.stringify(result) ?? "null") as Json;
}

function describe(cause: unknown): string {
  if (typeof cause !== "object" || cause === null || !("message" in cause)) return "the expression failed.";
  const position = "position" in cause ? ` (at character ${String(cause.position)})` : "";
  return `${String(cause.message)}${position}`;
}
