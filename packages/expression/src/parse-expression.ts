import type { ASTNode, ParseResult, TypeCheckResult } from "@marcbachmann/cel-js";
import { LRUCache } from "lru-cache";

import { Budget } from "./budget.ts";
import { celEnvironment } from "./cel-environment.ts";
import { ExpressionError } from "./expression-error.ts";
import { instrument } from "./instrument.ts";
import { allowMixedBranches } from "./mixed-branches.ts";
import { toExpressionError } from "./to-expression-error.ts";

/** A parsed expression. */
export interface Expression {
  readonly ast: ASTNode;
  readonly check: () => TypeCheckResult;
  /** Evaluates within a budget of its own. Throws whatever cel-js and the functions throw. */
  readonly evaluate: (scope: ReadonlyMap<string, unknown>) => unknown;
}

const longestExpression = 20_000;

const cache = new LRUCache<string, Expression>({
  max: 5_000,
  maxSize: 4 * 1_048_576,
  sizeCalculation: (_, source) => source.length + 1,
});

/** Parses one expression, or takes it from a bounded cache. Throws ExpressionError with the offset of the mistake. */
export function parseExpression(source: string): Expression {
  const cached = cache.get(source);
  if (cached !== undefined) return cached;
  const expression = parseAnew(source);
  cache.set(source, expression);
  return expression;
}

function parseAnew(source: string): Expression {
  if (source.length > longestExpression)
    throw new ExpressionError(`an expression may have ${longestExpression} characters at most`, 0);
  if (source.trim() === "") throw new ExpressionError("the expression is empty", 0);
  try {
    const parsed = celEnvironment.parse(source);
    allowMixedBranches(parsed.ast);
    return { ast: parsed.ast, check: () => parsed.check(), evaluate: evaluatorOf(parsed) };
  } catch (error) {
    throw toExpressionError(error);
  }
}

/** Most expressions of a repository are only checked, and instrumenting takes longer than parsing. */
function evaluatorOf(parsed: ParseResult): Expression["evaluate"] {
  const budget = new Budget();
  let isInstrumented = false;
  return (scope) => {
    if (!isInstrumented) instrument(parsed.ast, budget);
    isInstrumented = true;
    budget.refill();
    const value: unknown = parsed(scope);
    budget.assertNotExhausted();
    return value;
  };
}
