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

  refill(): void {
    this.#left = mostSteps;
  }

  spend(value: unknown): void {
    this.#left -= 1 + Math.floor(sizeOfCel(value) / 8);
    this.assertNotExhausted();
  }

  /** CEL's `||`, `&&`, `exists` and `all` swallow errors, so this is asked again at the end. */
  assertNotExhausted(): void {
    if (this.#left < 0) throw exhausted;
  }
}

/** One object for all: while errors are being swallowed it is thrown once per list item. */
const exhausted = new ExpressionError(
  "the expression takes too many steps; work on smaller lists or use a transform step",
  0,
);
