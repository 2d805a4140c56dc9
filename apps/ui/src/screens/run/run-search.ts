/** What the address of `/runs/$id` may say behind its `?`. */
export type RunSearch = object;

export function readRunSearch(_given: Record<string, unknown>): RunSearch {
  return {};
}
