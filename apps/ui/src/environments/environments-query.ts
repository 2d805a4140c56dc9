import { queryOptions } from "@tanstack/react-query";

import { api, read } from "../api/api.ts";
import { inLadderOrder } from "./in-ladder-order.ts";

/** Every environment within reach in the order of the ladder, as the navigation and pickers list them. */
export const environmentsQuery = queryOptions({
  queryKey: ["environments", "list"],
  queryFn: async () => {
    const { items } = await read(api.environments.$get({ query: { limit: "100" } }));
    return inLadderOrder(items.filter((item) => "state" in item));
  },
});
