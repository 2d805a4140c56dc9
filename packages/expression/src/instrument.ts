import type { ASTNode } from "@marcbachmann/cel-js";

import type { Budget } from "./budget.ts";
import { ExpressionError } from "./expression-error.ts";
import { CelFault, LimitFault } from "./functions/cel-function.ts";
import { type Evaluate, ownEvaluation } from "./own-evaluation.ts";
import { boundBy, childrenOf } from "./syntax.ts";

/**
 * Makes every node of a freshly parsed tree count its steps, and replaces member access and the methods of `celMethods`
 * by Lockstep's own. cel-js evaluates each node through its `evaluate` property and assigns that property on first use,
 * hence the accessor.
 */
export function instrument(root: ASTNode, budget: Budget): void {
  const pending: { readonly node: ASTNode; readonly isOperand: boolean }[] = [
    { node: root, isOperand: false },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, isOperand } = next;
    wrap(node, isOperand, budget);
    const usesOperands = !passesOperandsOn.has(node.op) && boundBy(node) === null;
    for (const child of childrenOf(node)) pending.push({ node: child, isOperand: usesOperands });
  }
}

/** Operators that take constant time whatever the size of their operands. Macros are the others: their loops count themselves. */
const passesOperandsOn: ReadonlySet<string> = new Set([
  ".",
  ".?",
  "[]",
  "[?]",
  "?:",
  "||",
  "&&",
  "list",
  "map",
]);

function wrap(node: ASTNode, isOperand: boolean, budget: Budget): void {
  const target = node as ASTNode & { evaluate: Evaluate };
  const own = ownEvaluation(node, budget);
  const steps = stepsOf(node);
  const isPaidBySize = isOperand || node.op === "call" || node.op === "rcall";
  let evaluate: Evaluate = own ?? target.evaluate;
  const counted: Evaluate = (evaluator, _, context) => {
    try {
      const value = evaluate.call(node, evaluator, node, context);
      budget.spend(steps, isPaidBySize ? value : null);
      return value;
    } catch (error) {
      throw toLocated(error, node, budget);
    }
  };
  Object.defineProperty(target, "evaluate", {
    get: () => counted,
    set: (assigned: Evaluate) => {
      evaluate = own ?? assigned;
    },
  });
}

function toLocated(error: unknown, node: ASTNode, budget: Budget): unknown {
  if (!(error instanceof CelFault)) return error;
  const located = new ExpressionError(error.message, node.start, { cause: error });
  if (error instanceof LimitFault) budget.exhaust(located);
  return located;
}

/** A formatter for a time zone takes as long as some hundred other steps to make. */
const zonedSteps = 300;

function stepsOf(node: ASTNode): number {
  const isZoned = node.op === "rcall" && node.args[0].startsWith("get") && node.args[2].length > 0;
  return isZoned ? zonedSteps : 1;
}
