import { queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, read } from "../api/api.ts";

const plan = api.environments[":env"].plan;

export type Impact = InferResponseType<typeof plan.$get>["impact"];

/** Who feels a revision that is not applied yet. Planning it takes a moment: it is not asked for at every event. */
export function impactQuery(env: string, revision: string) {
  return queryOptions({
    queryKey: ["impact", env, revision],
    queryFn: async () => (await read(plan.$get({ param: { env }, query: { revision } }))).impact,
    staleTime: 60_000,
  });
}
