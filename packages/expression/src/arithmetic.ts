import type { Environment } from "@marcbachmann/cel-js";

/** Lets integers (of CEL) and doubles (of JSON) meet in arithmetic; the result is a double. */
export function registerMixedArithmetic(environment: Environment): void {
  for (const [operator, compute] of Object.entries(arithmetic)) {
    const mixed = (a: Numeric, b: Numeric): number => compute(Number(a), Number(b));
    environment.registerOperator(`int ${operator} double: double`, mixed);
    environment.registerOperator(`double ${operator} int: double`, mixed);
  }
  environment.registerOperator("double % double: double", (a: number, b: number) => a % b);
  environment.registerOperator("int == double: bool", (a: bigint, b: number) => Number(a) === b);
}

type Numeric = bigint | number;

const arithmetic: { readonly [operator: string]: (a: number, b: number) => number } = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
};
