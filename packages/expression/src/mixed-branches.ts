import { type ASTNode, EvaluationError, TypeError as CelTypeError } from "@marcbachmann/cel-js";

import { childrenOf } from "./syntax.ts";

/** What cel-js hands to `check`; only `getType` is used. */
interface Checker {
  getType(name: string): unknown;
}

type Check = (checker: Checker, node: ASTNode, context: unknown) => unknown;

interface CheckedNode {
  readonly meta: { readonly check: Check };
  setMeta(name: "check", check: Check): unknown;
}

/** Lets `condition ? 'text' : null` through, which JSON needs and CEL's checker refuses: the result is of any type. */
export function allowMixedBranches(node: ASTNode): void {
  if (node.op === "?:") relax(node);
  for (const child of childrenOf(node)) allowMixedBranches(child);
}

function relax(node: ASTNode): void {
  const checked = node as ASTNode & CheckedNode;
  const { check } = checked.meta;
  checked.setMeta("check", (checker, _, context) => {
    try {
      return check(checker, node, context);
    } catch (error) {
      if (isAboutBranches(error, node)) return checker.getType("dyn");
      throw error;
    }
  });
}

function isAboutBranches(error: unknown, node: ASTNode): boolean {
  const isCelError = error instanceof CelTypeError || error instanceof EvaluationError;
  return isCelError && error.code === "incompatible_ternary_branches" && error.node === node;
}
