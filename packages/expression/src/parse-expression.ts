import type { ASTNode, ParseResult } from "@marcbachmann/cel-js";
import { LRUCache } from "lru-cache";

import { Budget } from "./budget.ts";
import { celEnvironment } from "./cel-environment.ts";
import { ExpressionError } from "./expression-error.ts";
import { instrument } from "./instrument.ts";
import { toExpressionError } from "./to-expression-error.ts";

/** A parsed expression. Evaluating it twice at the same time is impossible: evaluation is synchronous. */
export interface Expression {
  readonly source: string;
  readonly ast: ASTNode;
  readonly parsed: ParseResult;
  readonly budget: Budget;
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
    const budget = new Budget();
    instrument(parsed.ast, budget);
    return { source, ast: parsed.ast, parsed, budget };
  } catch (error) {
    throw toExpressionError(error);
  }
}
