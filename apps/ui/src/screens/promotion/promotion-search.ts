import { onlyGiven, readText } from "../../address/read-search.ts";

/** What the address of `/promotions/$from/$to` may say behind its `?`. */
export interface PromotionSearch {
  /** Part of a pipeline's slug. */
  readonly search?: string;
  /** Slugs of the chosen pipelines, separated by commas; everything that is ahead when absent. */
  readonly only?: string;
}

export function readPromotionSearch(given: Record<string, unknown>): PromotionSearch {
  return onlyGiven({ search: readText(given["search"], 100), only: readText(given["only"], 4_000) });
}
