/** What the address of `/promotions` may say behind its `?`. */
export type PromotionsSearch = object;

export function readPromotionsSearch(_given: Record<string, unknown>): PromotionsSearch {
  return {};
}
