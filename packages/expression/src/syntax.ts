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
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case ".?":
      return [node.args[0]];
    case "call":
      return node.args[1];
    case "rcall":
      return [node.args[1], ...node.args[2]];
    case "map":
      return node.args.flat();
    case "!_":
    case "-_":
      return [node.args];
    default:
      return node.args;
  }
}
