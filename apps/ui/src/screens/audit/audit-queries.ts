import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";

import { api, read } from "../../api/api.ts";
import type { AuditSearch } from "./audit-search.ts";

type AuditAnswer = InferResponseType<typeof api.audit.$get>;

/** A chained fact. */
export type Entry = AuditAnswer["items"][number];

/** Whom entries mean by the ids in them. */
export type People = AuditAnswer["people"];

/** Entries that fit the filter, newest first. */
export function entriesQuery({ env, kind, actor, deploy }: AuditSearch) {
  return infiniteQueryOptions({
    queryKey: ["audit", "entries", env, kind, actor, deploy],
    queryFn: ({ pageParam }) => {
      const query: InferRequestType<typeof api.audit.$get>["query"] = {
        limit: "50",
        ...(env === undefined ? {} : { environment: env }),
        ...(kind === undefined ? {} : { kind: [kind] }),
        ...(actor === undefined ? {} : { actor }),
        ...(deploy === undefined ? {} : { deploy }),
        ...(pageParam === "" ? {} : { cursor: pageParam }),
      };
      return read(api.audit.$get({ query }));
    },
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

/** Walks every chain now; not repeated by itself, for that costs the server. */
export const chainsQuery = queryOptions({
  queryKey: ["chains"],
  queryFn: () => read(api.audit.chains.$get({ query: {} })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What was in force at an instant, in each environment. */
export function pastQuery(at: string) {
  return queryOptions({
    queryKey: ["audit", "past", at],
    queryFn: async () => {
      const { items } = await read(api.environments.$get({ query: { at, limit: "100" } }));
      return items.filter((item) => "at" in item);
    },
    placeholderData: (before) => before,
  });
}

/** Pipelines in force in an environment at an instant. */
export function pastPipelinesQuery(env: string, at: string) {
  return queryOptions({
    queryKey: ["audit", "past", at, env],
    queryFn: () =>
      read(api.environments[":env"].pipelines.$get({ param: { env }, query: { at, limit: "100" } })),
    placeholderData: (before) => before,
  });
}
