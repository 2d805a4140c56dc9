import { EvaluationError, ParseError, TypeError as CelTypeError } from "@marcbachmann/cel-js";

import { ExpressionError } from "./expression-error.ts";
import { CelFault } from "./functions/cel-function.ts";

/** Whatever was thrown while an expression was parsed or evaluated, as an ExpressionError. */
export function toExpressionError(error: unknown): ExpressionError {
  if (error instanceof ExpressionError) return error;
  if (isCelError(error))
    return new ExpressionError(describeCelError(error), error.range?.start ?? 0, { cause: error });
  if (error instanceof CelFault) return new ExpressionError(error.message, 0, { cause: error });
  if (error instanceof RangeError)
    return new ExpressionError("the expression is too large or nested too deeply", 0, { cause: error });
  return new ExpressionError("the expression cannot be evaluated", 0, { cause: error });
}

type CelError = ParseError | EvaluationError | CelTypeError;

function isCelError(error: unknown): error is CelError {
  return error instanceof EvaluationError || error instanceof ParseError || error instanceof CelTypeError;
}

/** cel-js says `dyn<string>` for a string whose type was only known at run time, and repeats values in two messages. */
export function describeCelError({ code, summary }: CelError): string {
  if (code === "bool_conversion_error") return "bool() takes 'true' or 'false'";
  if (code === "numeric_overflow") return "an integer is beyond 64 bits";
  if (code === "unknown_variable")
    return summary.replace(/^Unknown variable: (.*)$/s, "there is no name '$1' here");
  if (summary === "Unexpected token: EOF") return "the expression ends too early";
  return summary.replaceAll(/dyn<([^<>]*)>/g, "$1");
}
