import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, read } from "../../api/api.ts";
import type { InsightsSearch, SpanWord } from "./insights-search.ts";

export type Insights = InferResponseType<typeof api.insights.$get, 200>;
export type DeployMarker = Insights["deploys"][number];

const hourMs = 3_600_000;
/** Milliseconds of each span. */
export const spanLengths: Readonly<Record<SpanWord, number>> = {
  "1h": hourMs,
  "6h": 6 * hourMs,
  "24h": 24 * hourMs,
  "7d": 7 * 24 * hourMs,
  "31d": 31 * 24 * hourMs,
};

/** Runs end all the time; a drawing that moved with each of them could not be read. */
const renewEveryMs = 30_000;

/** How runs did, up to now. Its topic is its own: it is renewed every half minute, not with each run. */
export const insightsQuery = ({ span = "24h", ...filter }: InsightsSearch) =>
  queryOptions({
    queryKey: ["run-insights", span, filter],
    queryFn: () => {
      // The server cuts the span at its own clock, which may be behind.
      const since = new Date(Date.now() - spanLengths[span] + 60_000).toISOString();
      return read(api.insights.$get({ query: { ...filter, since } }));
    },
    refetchInterval: renewEveryMs,
    placeholderData: keepPreviousData,
  });
