import { queryOptions } from "@tanstack/react-query";

import { api, read } from "../api/api.ts";

/** Pipelines of an environment whose slugs contain a text: what the filter proposes. */
export const slugsQuery = (environment: string | undefined, search: string) =>
  queryOptions({
    queryKey: ["pipelines", "slugs", environment, search],
    queryFn: async () => {
      if (environment === undefined) return [];
      const query = { limit: "20", ...(search === "" ? {} : { search }) };
      const { items } = await read(
        api.environments[":env"].pipelines.$get({ param: { env: environment }, query }),
      );
      return items.map(({ slug }) => slug);
    },
    staleTime: 60_000,
  });
