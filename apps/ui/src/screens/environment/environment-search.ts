/** What the address of `/environments/$env` may say behind its `?`. */
export type EnvironmentSearch = object;

export function readEnvironmentSearch(_given: Record<string, unknown>): EnvironmentSearch {
  return {};
}
