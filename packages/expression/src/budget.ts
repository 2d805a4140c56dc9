import { sizeOfCel } from "./cel-values.ts";
import { ExpressionError } from "./expression-error.ts";

/** Most steps of one evaluation: about half a second at worst on a small machine. */
const mostSteps = 2_000_000;

/**
 * Counts the work of one evaluation, deterministically: every node that is evaluated costs one step, and operands cost
 * by their size, since comparing, searching and joining take time in proportion to it.
 */
export class Budget {
  #left = mostSteps;
  #end: ExpressionError | null = null;

  refill(): void {
    this.#left = mostSteps;
    this.#end = null;
  }

  /** Pays for `steps` and for looking at all of `operand`. */
  spend(steps: number, operand: unknown = null): void {
    this.#left -= steps + Math.floor(sizeOfCel(operand) / 8);
    if (this.#left < 0) this.#end ??= tooManySteps;
    this.assertNotExhausted();
  }

  /** Ends the evaluation: whatever goes on after `error` was swallowed fails with it again. */
  exhaust(error: ExpressionError): void {
    this.#end ??= error;
    this.#left = 0;
  }

  /** CEL's `||`, `&&`, `exists` and `all` swallow errors, so this is asked again at the end. */
  assertNotExhausted(): void {
    if (this.#end !== null) throw this.#end;
  }
}

/** One object for all: while errors are being swallowed it is thrown once per list item. */
const tooManySteps = new ExpressionError(
  "the expression takes too many steps; work on smaller lists or use a transform step",
  0,
);
