/** What the address of `/deploys/$id` may say behind its `?`. */
export type DeploySearch = object;

export function readDeploySearch(_given: Record<string, unknown>): DeploySearch {
  return {};
}
