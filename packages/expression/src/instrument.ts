import type { ASTNode } from "@marcbachmann/cel-js";

import type { Budget } from "./budget.ts";
import { ExpressionError } from "./expression-error.ts";
import { CelFault } from "./functions/cel-function.ts";
import { celMethods } from "./functions/cel-methods.ts";
import { allowMixedBranches } from "./mixed-branches.ts";
import { readMapLiteral } from "./read-map-literal.ts";
import { readMember } from "./read-member.ts";
import { childrenOf } from "./syntax.ts";

/** What cel-js hands to `evaluate`; only `run` is used. */
interface Evaluator {
  run(node: ASTNode, context: unknown): unknown;
}

type Evaluate = (evaluator: Evaluator, node: ASTNode, context: unknown) => unknown;

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
    if (node.op === "?:") allowMixedBranches(node);
    const usesOperands = !passesOperandsOn.has(node.op);
    for (const child of childrenOf(node)) pending.push({ node: child, isOperand: usesOperands });
  }
}

/** Operators that take constant time whatever the size of their operands. */
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
  const own = ownEvaluation(node);
  let evaluate: Evaluate = own ?? target.evaluate;
  const counted: Evaluate = (evaluator, _, context) => {
    const value = locateFaults(node, () => evaluate.call(node, evaluator, node, context));
    budget.spend(isOperand ? value : null);
    return value;
  };
  Object.defineProperty(target, "evaluate", {
    get: () => counted,
    set: (assigned: Evaluate) => {
      evaluate = own ?? assigned;
    },
  });
}

function locateFaults(node: ASTNode, evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch (error) {
    throw error instanceof CelFault
      ? new ExpressionError(error.message, node.start, { cause: error })
      : error;
  }
}

function ownEvaluation(node: ASTNode): Evaluate | null {
  switch (node.op) {
    case ".":
    case ".?": {
      const [receiver, key] = node.args;
      return (evaluator, _, context) => readMember(node, evaluator.run(receiver, context), key);
    }
    case "[]":
    case "[?]": {
      const [receiver, index] = node.args;
      return (evaluator, _, context) =>
        readMember(node, evaluator.run(receiver, context), evaluator.run(index, context));
    }
    case "map":
      return (evaluator, _, context) =>
        readMapLiteral(node.args, (operand) => evaluator.run(operand, context));
    case "rcall":
      return ownMethod(node);
    default:
      return null;
  }
}

function ownMethod(node: ASTNode & { readonly op: "rcall" }): Evaluate | null {
  const [name, receiver, args] = node.args;
  const method = Object.hasOwn(celMethods, name) ? celMethods[name] : undefined;
  if (method === undefined) return null;
  return (evaluator, _, context) =>
    method(evaluator.run(receiver, context), ...args.map((argument) => evaluator.run(argument, context)));
}
