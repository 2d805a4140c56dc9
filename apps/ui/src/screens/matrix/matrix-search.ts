/** What the address of `/` may say behind its `?`. */
export type MatrixSearch = object;

export function readMatrixSearch(_given: Record<string, unknown>): MatrixSearch {
  return {};
}
