/** What the address of `/commits/$sha` may say behind its `?`. */
export type CommitSearch = object;

export function readCommitSearch(_given: Record<string, unknown>): CommitSearch {
  return {};
}
