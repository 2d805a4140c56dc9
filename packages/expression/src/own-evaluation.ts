import type { ASTNode, ASTOperator } from "@marcbachmann/cel-js";

import type { Budget } from "./budget.ts";
import { areEqual, isMember } from "./equal-cel.ts";
import { CelFault } from "./functions/cel-function.ts";
import { celMethods } from "./functions/cel-methods.ts";
import { readMapLiteral } from "./read-map-literal.ts";
import { readMember } from "./read-member.ts";

/** What cel-js hands to `evaluate`; only `run` is used. */
interface Evaluator {
  run(node: ASTNode, context: unknown): unknown;
}

/** How cel-js evaluates a node. */
export type Evaluate = (evaluator: Evaluator, node: ASTNode, context: unknown) => unknown;

type Node<Op extends ASTOperator> = ASTNode & { readonly op: Op };

type Replacement<Op extends ASTOperator> = (node: Node<Op>, budget: Budget) => Evaluate | null;

const replacements: { readonly [Op in ASTOperator]?: Replacement<Op> } = {
  ".": memberAccess,
  ".?": memberAccess,
  "[]": itemAccess,
  "[?]": itemAccess,
  map: mapLiteral,
  "==": comparison,
  "!=": comparison,
  in: membership,
  rcall: ownMethod,
};

/** Lockstep's own evaluation of a node, where cel-js's does not suit JSON or is not bounded; `null` for all others. */
export function ownEvaluation(node: ASTNode, budget: Budget): Evaluate | null {
  const replacement = replacements[node.op] as Replacement<ASTOperator> | undefined;
  return replacement?.(node, budget) ?? null;
}

function memberAccess(node: Node<"." | ".?">): Evaluate {
  const [receiver, key] = node.args;
  return (evaluator, _, context) => readMember(node, evaluator.run(receiver, context), key);
}

function itemAccess(node: Node<"[]" | "[?]">): Evaluate {
  const [receiver, index] = node.args;
  return (evaluator, _, context) =>
    readMember(node, evaluator.run(receiver, context), evaluator.run(index, context));
}

function mapLiteral(node: Node<"map">): Evaluate {
  return (evaluator, _, context) => readMapLiteral(node.args, (operand) => evaluator.run(operand, context));
}

function ownMethod(node: Node<"rcall">): Evaluate | null {
  const [name, receiver, args] = node.args;
  const method = Object.hasOwn(celMethods, name) ? celMethods[name] : undefined;
  if (method === undefined) return null;
  return (evaluator, _, context) =>
    method(evaluator.run(receiver, context), ...args.map((argument) => evaluator.run(argument, context)));
}

function comparison(node: Node<"==" | "!=">, budget: Budget): Evaluate {
  const [left, right] = node.args;
  const spend = (steps: number): void => budget.spend(steps);
  return (evaluator, _, context) =>
    areEqual(evaluator.run(left, context), evaluator.run(right, context), spend) === (node.op === "==");
}

function membership(node: Node<"in">, budget: Budget): Evaluate {
  const [item, collection] = node.args;
  const spend = (steps: number): void => budget.spend(steps);
  return (evaluator, _, context) => {
    const found = isMember(evaluator.run(item, context), evaluator.run(collection, context), spend);
    if (found === null) throw new CelFault("'in' looks into lists and maps only");
    return found;
  };
}
