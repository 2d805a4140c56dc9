/** What the address of `/insights` may say behind its `?`. */
export type InsightsSearch = object;

export function readInsightsSearch(_given: Record<string, unknown>): InsightsSearch {
  return {};
}
