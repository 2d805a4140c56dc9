/** An expression that cannot be parsed or evaluated. Its message may name keys of the scope, never values. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  /** UTF-16 offset into the text that was given: the template, or the bare expression. */
  readonly offset: number;
  /** JSON pointer to the template within the value that was given; empty when it was the value. */
  readonly path: string;

  constructor(
    message: string,
    offset: number,
    details: { readonly path?: string; readonly cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.offset = offset;
    this.path = details.path ?? "";
  }

  /** The same error, seen from a text in which the expression starts at `start`. */
  movedBy(start: number): ExpressionError {
    return new ExpressionError(this.message, this.offset + start, { path: this.path, cause: this.cause });
  }

  /** The same error, seen from a value that holds the template at `path`. */
  locatedAt(path: string): ExpressionError {
    return new ExpressionError(this.message, this.offset, { path, cause: this.cause });
  }
}
