/** What the address of `/approvals` may say behind its `?`. */
export type ApprovalsSearch = object;

export function readApprovalsSearch(_given: Record<string, unknown>): ApprovalsSearch {
  return {};
}
