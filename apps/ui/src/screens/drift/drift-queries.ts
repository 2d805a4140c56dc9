import { queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, onlyOnce, read } from "../../api/api.ts";

const drift = api.environments[":env"].drift;

/** A named difference between what was applied and what is stored. */
export type DriftItem = InferResponseType<typeof drift.$get>["items"][number];

/** Where an adoption was proposed, or what to type for it. */
export type Adoption = InferResponseType<(typeof drift)[":id"]["adopt"]["$post"]>["adoption"];

/** The differences of one environment. */
export function driftQuery(env: string) {
  return queryOptions({
    queryKey: ["drift", env],
    queryFn: () => read(drift.$get({ param: { env }, query: { limit: "100" } })),
  });
}

export interface Way {
  readonly env: string;
  readonly id: string;
  readonly reason: string;
}

/** Writes the row as it was applied. */
export function revertDrift({ env, id, reason }: Way) {
  return read(drift[":id"].revert.$post({ param: { env, id }, json: { reason } }, onlyOnce()));
}

/** Proposes what is stored as a change of git. */
export function adoptDrift({ env, id, reason }: Way) {
  return read(drift[":id"].adopt.$post({ param: { env, id }, json: { reason } }, onlyOnce()));
}

/** Lets it not count until an instant. */
export function acknowledgeDrift({ env, id, reason, until }: Way & { readonly until: string }) {
  return read(drift[":id"].acknowledge.$post({ param: { env, id }, json: { reason, until } }, onlyOnce()));
}
