import { queryOptions } from "@tanstack/react-query";

import { api, read } from "../../api/api.ts";

/** What waits for whoever is logged in, what drifted longest, how fresh everything is. */
export const overviewQuery = queryOptions({
  queryKey: ["overview", "home"],
  queryFn: fetchOverview,
  // That somebody looked and found nothing new is told by no event.
  refetchInterval: 30_000,
});

/** The newest commits of each environment. */
export const lanesQuery = queryOptions({ queryKey: ["deploys", "lanes"], queryFn: fetchLanes });

async function fetchOverview({ signal }: { readonly signal: AbortSignal }) {
  return (await read(api.overview.$get({}, { init: { signal } }))).overview;
}

async function fetchLanes({ signal }: { readonly signal: AbortSignal }) {
  return (await read(api.lanes.$get({}, { init: { signal } }))).lanes;
}

export type Overview = Awaited<ReturnType<typeof fetchOverview>>;
export type Lane = Awaited<ReturnType<typeof fetchLanes>>[number];
export type BeadData = Lane["beads"][number];
