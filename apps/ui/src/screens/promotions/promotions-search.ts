import { onlyGiven, readOneOf } from "../../address/read-search.ts";
import { type Stage, stages } from "../../promotions/stages.ts";

/** What the address of `/promotions` may say behind its `?`. */
export interface PromotionsSearch {
  /** Only this stage. */
  readonly stage?: Stage;
}

export function readPromotionsSearch(given: Record<string, unknown>): PromotionsSearch {
  return onlyGiven({ stage: readOneOf(given["stage"], stages) });
}
