/** CEL signature → what it does. Arguments are CEL values as `cel-values.ts` describes them. */
// oxlint-disable-next-line typescript/no-explicit-any -- CEL checks the arguments against the signature before the call.
export type CelFunctions = { readonly [signature: string]: (...args: any[]) => unknown };

/** What a function cannot do with its arguments; becomes an ExpressionError at the call. */
export class CelFault extends Error {
  override readonly name = "CelFault";
}

const longestText = 16_777_216;

/** Refuses a text before it is built, where its length is a product of two lengths. */
export function assertLength(length: number): void {
  if (length > longestText) throw new CelFault(`the text would be longer than ${longestText} characters`);
}
