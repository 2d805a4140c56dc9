import { queryOptions } from "@tanstack/react-query";

import { api, read } from "../../api/api.ts";

/** What waits for whoever is logged in, what drifted longest, how fresh everything is. */
export const overviewQuery = queryOptions({
  queryKey: ["overview", "home"],
  queryFn: async ({ signal }) =>
    (await read(api.overview.$get(undefined, { init: { signal } }))).overview,
});

export type Overview = Awaited<ReturnType<NonNullable<typeof overviewQuery.queryFn>>>;

/** The newest commits of each environment. */
export const lanesQuery = queryOptions({
  queryKey: ["deploys", "lanes"],
  queryFn: async ({ signal }) => (await read(api.lanes.$get(undefined, { init: { signal } }))).lanes,
});
