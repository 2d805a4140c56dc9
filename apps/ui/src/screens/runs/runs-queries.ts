import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, read } from "../../api/api.ts";
import type { ranges, RunsSearch } from "./runs-search.ts";

const hourMs = 3_600_000;
const lengths: Readonly<Record<(typeof ranges)[number], number>> = {
  "1h": hourMs,
  "24h": 24 * hourMs,
  "7d": 7 * 24 * hourMs,
  "30d": 30 * 24 * hourMs,
};

/** To the minute, so that one filter is one question to the server. */
const minuteMs = 60_000;

/** What narrows a list of runs, without what merely chooses a row in it. */
type Filter = Omit<RunsSearch, "run">;

export function filterOf({ run: _run, ...filter }: RunsSearch): Filter {
  return filter;
}

/** The filter as the API takes it. What is no beginning of an id is taken as a pipeline's slug. */
function queryOf({ range, search, state, ...rest }: Filter) {
  const since =
    range === undefined
      ? undefined
      : new Date(Math.floor((Date.now() - lengths[range]) / minuteMs) * minuteMs).toISOString();
  return {
    ...rest,
    ...(state === undefined ? {} : { state: [...state] }),
    ...(since === undefined ? {} : { since }),
    ...searchOf(search),
  };
}

function searchOf(search: string | undefined) {
  if (search === undefined) return {};
  return /^[0-9a-f]{4,}[0-9a-f-]*$/.test(search) ? { search } : { pipeline: search };
}

/** Runs, newest first, a page at a time. */
export const runsQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ["runs", "list", filter],
    queryFn: ({ pageParam }) =>
      read(
        api.runs.$get({
          query: { ...queryOf(filter), limit: "100", ...(pageParam === null ? {} : { cursor: pageParam }) },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    // That a queued run begins is told by no event.
    refetchInterval: ({ state: { data } }) => (data?.pages[0]?.items.some(isQueued) === true ? 3_000 : false),
    placeholderData: keepPreviousData,
  });

function isQueued({ status }: { readonly status: string }): boolean {
  return status === "queued";
}

/** How many runs are in each state, whatever states are chosen. */
export const runCountsQuery = ({ state: _state, ...filter }: Filter) =>
  queryOptions({
    queryKey: ["runs", "counts", filter],
    queryFn: () => read(api.runs.counts.$get({ query: queryOf(filter) })),
    placeholderData: keepPreviousData,
  });

/** How long the newest of them took. */
export const runDurationsQuery = (filter: Filter) =>
  queryOptions({
    queryKey: ["runs", "durations", filter],
    queryFn: () => read(api.runs.durations.$get({ query: queryOf(filter) })),
    placeholderData: keepPreviousData,
  });

export type ListedRun = InferResponseType<typeof api.runs.$get>["items"][number];
export type DurationPoint = InferResponseType<typeof api.runs.durations.$get>["points"][number];
