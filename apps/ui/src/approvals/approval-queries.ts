import { queryOptions, useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, read } from "../api/api.ts";
import { type DeployAnswer, deployQuery } from "../deploys/deploy-queries.ts";

/** Something that a run asks people. */
export type AskedStep = InferResponseType<typeof api.approvals.$get>["items"][number];

/** What runs ask people, oldest run first; `isMore` when there is more than one page. */
const askedQuery = queryOptions({
  queryKey: ["approvals", "asked"],
  queryFn: async () => {
    const { items, next } = await read(api.approvals.$get({ query: { limit: "100" } }));
    return { items, isMore: next !== null };
  },
});

const waitingQuery = queryOptions({
  queryKey: ["deploys", "waiting"],
  queryFn: async () =>
    (await read(api.deploys.$get({ query: { state: ["waiting"], limit: "100" } }))).items.map(({ id }) => id),
});

/** Everything that waits: deploys with their plans and gates, and steps of runs. */
export function useWaiting() {
  const asked = useQuery(askedQuery);
  const waiting = useQuery(waitingQuery);
  const deploys = useQueries({ queries: (waiting.data ?? []).map(deployQuery), combine: joinAnswers });
  return { asked, waiting, deploys };
}

function joinAnswers(results: readonly UseQueryResult<DeployAnswer>[]) {
  return {
    items: results.flatMap(({ data }) => data ?? []),
    isLoading: results.some(({ isPending }) => isPending),
  };
}
