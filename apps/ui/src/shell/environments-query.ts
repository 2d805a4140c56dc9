import { queryOptions } from "@tanstack/react-query";

import { api, read } from "../api/api.ts";

/** Every environment within reach, as the navigation and pickers list them. */
export const environmentsQuery = queryOptions({
  queryKey: ["environments", "list"],
  queryFn: async () => {
    const { items } = await read(api.environments.$get({ query: { limit: "100" } }));
    return items.filter((item) => "state" in item);
  },
});
