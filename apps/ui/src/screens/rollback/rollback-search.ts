/** What the address of `/environments/$env/rollback` may say behind its `?`. */
export type RollbackSearch = object;

export function readRollbackSearch(_given: Record<string, unknown>): RollbackSearch {
  return {};
}
