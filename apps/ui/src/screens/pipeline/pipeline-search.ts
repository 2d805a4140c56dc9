/** What the address of `/environments/$env/pipelines/$slug` may say behind its `?`. */
export type PipelineSearch = object;

export function readPipelineSearch(_given: Record<string, unknown>): PipelineSearch {
  return {};
}
