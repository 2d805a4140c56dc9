/** CEL signature → what it does. Arguments are CEL values as `cel-values.ts` describes them. */
// oxlint-disable-next-line typescript/no-explicit-any -- CEL checks the arguments against the signature before the call.
export type CelFunctions = { readonly [signature: string]: (...args: any[]) => unknown };

/** What a function cannot do with its arguments; becomes an ExpressionError at the call. */
export class CelFault extends Error {
  override readonly name: string = "CelFault";
}

/** What would take more time or memory than an expression may; ends the evaluation even where CEL swallows errors. */
export class LimitFault extends CelFault {}

const longestText = 16_777_216;

/** Refuses a text before it is built, where its length is a product of two lengths. */
export function assertLength(length: number): void {
  if (length > longestText) throw new LimitFault(`the text would be longer than ${longestText} characters`);
}

const longestList = 4_194_304;

/** Refuses a list before it is built. */
export function assertItems(count: number): void {
  if (count > longestList) throw new LimitFault(`the list would have more than ${longestList} items`);
}
