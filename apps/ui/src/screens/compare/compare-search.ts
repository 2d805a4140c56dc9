/** What the address of `/compare` may say behind its `?`. */
export type CompareSearch = object;

export function readCompareSearch(_given: Record<string, unknown>): CompareSearch {
  return {};
}
