/** What the address of `/access` may say behind its `?`. */
export type AccessSearch = object;

export function readAccessSearch(_given: Record<string, unknown>): AccessSearch {
  return {};
}
