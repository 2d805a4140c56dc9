/** An expression that cannot be parsed or evaluated. Its message names what and where, and holds no values of the scope. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  /** UTF-16 offset into the text that was given: the template, or the bare expression. */
  readonly offset: number;

  constructor(message: string, offset: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.offset = offset;
  }

  /** The same error, seen from a text in which the expression starts at `start`. */
  movedBy(start: number): ExpressionError {
    return new ExpressionError(this.message, this.offset + start, this.cause);
  }
}
