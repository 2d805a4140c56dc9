/** What the address of `/runs` may say behind its `?`. */
export type RunsSearch = object;

export function readRunsSearch(_given: Record<string, unknown>): RunsSearch {
  return {};
}
