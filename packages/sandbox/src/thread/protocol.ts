import type { Evaluation, Verdict } from "../evaluation/evaluate.ts";

/** To the thread. It is not given another before it has answered. */
export type Order = Evaluation;

/** From the thread. After an answer that says `isSpent` it should not be given another order. */
export type Report =
  | { readonly kind: "ready" }
  | { readonly kind: "evaluated"; readonly verdict: Verdict; readonly isSpent: boolean };
