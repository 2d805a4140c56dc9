import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, onlyOnce, read } from "../../api/api.ts";

/** The installation's own checks, ready or not. */
export interface Readiness {
  readonly status: "ready" | "not-ready";
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly because: string }[];
}

const everyMs = 10_000;

export const readinessQuery = queryOptions({
  queryKey: ["system", "readiness"],
  // Not ready is an answer like ready, though its status is 503.
  queryFn: async () => (await (await fetch("/readyz")).json()) as Readiness,
  refetchInterval: everyMs,
});

export const workersQuery = queryOptions({
  queryKey: ["system", "workers"],
  queryFn: () => read(api.workers.$get({ query: { limit: "100" } })),
  refetchInterval: everyMs,
});

export const forgeQuery = queryOptions({
  queryKey: ["system", "forge"],
  queryFn: () => read(api.forge.$get({ query: {} })),
  refetchInterval: everyMs,
});

export function queuesQuery(env: string) {
  return queryOptions({
    queryKey: ["system", "queues", env],
    queryFn: () => read(api.environments[":env"].queues.$get({ param: { env } })),
    refetchInterval: everyMs,
  });
}

export const deliveriesQuery = infiniteQueryOptions({
  queryKey: ["system", "deliveries"],
  queryFn: ({ pageParam }) =>
    read(api.deliveries.$get({ query: { limit: "50", ...(pageParam === "" ? {} : { cursor: pageParam }) } })),
  initialPageParam: "",
  getNextPageParam: ({ next }) => next,
});

export const outboxQuery = infiniteQueryOptions({
  queryKey: ["system", "outbox"],
  queryFn: ({ pageParam }) =>
    read(api.outbox.$get({ query: { limit: "50", ...(pageParam === "" ? {} : { cursor: pageParam }) } })),
  initialPageParam: "",
  getNextPageParam: ({ next }) => next,
});

export function retryDelivery(position: number) {
  return read(api.deliveries[":position"].retry.$post({ param: { position: String(position) } }, onlyOnce()));
}

export function retryOutbox(position: number) {
  return read(api.outbox[":position"].retry.$post({ param: { position: String(position) } }, onlyOnce()));
}
