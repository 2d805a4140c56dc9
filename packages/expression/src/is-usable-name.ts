import { builtInNames } from "./cel-environment.ts";
import { ExpressionError } from "./expression-error.ts";
import { parseExpression } from "./parse-expression.ts";

/** Whether an expression can refer to something by this name: it is an identifier, and neither reserved nor CEL's own. */
export function isUsableName(name: string): boolean {
  try {
    const { ast } = parseExpression(name);
    return ast.op === "id" && ast.args === name && !builtInNames.has(name);
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}
