/** What the address of `/drift` may say behind its `?`. */
export type DriftSearch = object;

export function readDriftSearch(_given: Record<string, unknown>): DriftSearch {
  return {};
}
