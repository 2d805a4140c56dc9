/** What the address of `/environments/$env/preview` may say behind its `?`. */
export type PreviewSearch = object;

export function readPreviewSearch(_given: Record<string, unknown>): PreviewSearch {
  return {};
}
