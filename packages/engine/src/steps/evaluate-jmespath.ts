import type { Json } from "@lockstep/model";
import jmespath from "jmespath";

import { StepFailure } from "../step-failure.ts";

const longestExpression = 4_096;

/** How many times larger than its input an expression may make a value. */
const largestGrowth = 1_000;

/** A JMESPath expression over `data`. Fails as `expression`. */
export function evaluateJmespath(expression: string, data: Json): Json {
  if (expression.length > longestExpression)
    throw new StepFailure(
      "expression",
      `The JMESPath expression is longer than ${longestExpression} characters.`,
    );
  try {
    if (growthOf(jmespath.compile(expression)) > largestGrowth)
      throw new StepFailure("expression", "The JMESPath expression repeats its input too many times.");
    return (jmespath.search(data, expression) ?? null) as Json;
  } catch (cause) {
    if (cause instanceof StepFailure) throw cause;
    const reason = cause instanceof Error ? cause.message : "the expression failed";
    throw new StepFailure("expression", `JMESPath: ${reason}.`, { cause });
  }
}

/**
 * The factor by which a node may multiply what it is given. JMESPath cannot loop, but `[@,@][]` doubles its input, and
 * a chain of such lists doubles it each time.
 */
function growthOf(node: jmespath.Node): number {
  const children = (node.children ?? []).map(growthOf);
  const sum = children.reduce((total, growth) => total + growth, 0);
  switch (node.type) {
    case "MultiSelectList":
    case "MultiSelectHash":
    case "Function":
      return Math.max(1, sum);
    case "KeyValuePair":
      return growthOfValue(node.value);
    default:
      return children.reduce((product, growth) => product * growth, 1);
  }
}

function growthOfValue(value: unknown): number {
  return typeof value === "object" && value !== null && "type" in value
    ? growthOf(value as jmespath.Node)
    : 1;
}
