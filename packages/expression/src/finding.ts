/** Something wrong with an expression that can be known without evaluating it. */
export interface Finding {
  readonly code: "EXPR_SYNTAX" | "EXPR_UNKNOWN_NAME" | "EXPR_TYPE";
  /** UTF-16 offset into the checked text. */
  readonly offset: number;
  readonly message: string;
}
