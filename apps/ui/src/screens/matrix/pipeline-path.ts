/** Address of a pipeline in an environment. */
export function pipelinePath(environment: string, slug: string): string {
  return `/environments/${encodeURIComponent(environment)}/pipelines/${encodeURIComponent(slug)}`;
}
