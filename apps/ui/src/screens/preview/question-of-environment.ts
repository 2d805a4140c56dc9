import { queryClient } from "../../api/query-client.ts";
import { environmentsQuery } from "../../environments/environments-query.ts";
import type { EnvironmentPreviewSearch, PreviewSearch } from "./preview-search.ts";

/** What to ask of previews about an environment: a revision, else the head of its branch, merged into that branch. */
export async function questionOfEnvironment(
  environment: string,
  { revision }: EnvironmentPreviewSearch,
): Promise<{ readonly params: { readonly revision: string }; readonly search: PreviewSearch }> {
  const environments = await queryClient.ensureQueryData(environmentsQuery);
  const branch = environments.find(({ slug }) => slug === environment)?.branch ?? null;
  return {
    params: { revision: revision ?? branch ?? environment },
    search: { ...(branch === null ? {} : { base: branch }), environment },
  };
}
