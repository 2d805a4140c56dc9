/** What the address of `/audit` may say behind its `?`. */
export type AuditSearch = object;

export function readAuditSearch(_given: Record<string, unknown>): AuditSearch {
  return {};
}
