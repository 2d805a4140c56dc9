/** What the address of `/system` may say behind its `?`. */
export type SystemSearch = object;

export function readSystemSearch(_given: Record<string, unknown>): SystemSearch {
  return {};
}
