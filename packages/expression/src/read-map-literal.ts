import type { ASTNode } from "@marcbachmann/cel-js";

import { ExpressionError } from "./expression-error.ts";

/** `{'a': 1}` as a Map; cel-js makes a plain object of it and drops `constructor` and `__proto__` without a word. */
export function readMapLiteral(
  entries: readonly (readonly [ASTNode, ASTNode])[],
  evaluate: (node: ASTNode) => unknown,
): Map<string, unknown> {
  const map = new Map<string, unknown>();
  for (const [keyNode, valueNode] of entries) {
    const key = evaluate(keyNode);
    if (typeof key !== "string")
      throw new ExpressionError("the keys of a map must be text, as in JSON", keyNode.start);
    map.set(key, evaluate(valueNode));
  }
  return map;
}
