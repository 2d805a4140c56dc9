import type { ASTNode } from "@marcbachmann/cel-js";

/** Macros with a body: the name they bind in their first argument, and where the others see it. */
const comprehensions: ReadonlySet<string> = new Set(["map", "filter", "all", "exists", "exists_one"]);

/** The name that a macro call binds and the arguments in which it is bound; `null` for any other node. */
export function boundBy(node: ASTNode): { readonly name: string; readonly binder: ASTNode } | null {
  if (node.op !== "rcall") return null;
  const [method, receiver, [binder, ...others]] = node.args;
  if (binder?.op !== "id" || others.length === 0) return null;
  const isBind = method === "bind" && receiver.op === "id" && receiver.args === "cel";
  return isBind || comprehensions.has(method) ? { name: binder.args, binder } : null;
}

/** The nodes directly below a node, as they were written (macros unexpanded). */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  if (node.op === "value" || node.op === "id") return [];
  if (node.op === "." || node.op === ".?") return [node.args[0]];
  if (node.op === "call") return node.args[1];
  if (node.op === "rcall") return [node.args[1], ...node.args[2]];
  if (node.op === "map") return node.args.flat();
  if (node.op === "!_" || node.op === "-_") return [node.args];
  return node.args;
}
