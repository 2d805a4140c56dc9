/** What the address of `/promotions/$from/$to` may say behind its `?`. */
export type PromotionSearch = object;

export function readPromotionSearch(_given: Record<string, unknown>): PromotionSearch {
  return {};
}
