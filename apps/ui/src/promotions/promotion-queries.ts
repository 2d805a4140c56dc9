import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, onlyOnce, read } from "../api/api.ts";

const pair = api.promotions[":from"][":to"];

/** Two environments, and how far the upper is behind the lower. */
export type Promotion = InferResponseType<typeof api.promotions.$get>["items"][number];
export type PromotionItem = InferResponseType<typeof pair.$get>["items"][number];
/** What came of a wish to promote. */
export type OpenedPromotion = InferResponseType<typeof pair.$post>["opened"];

/** Every pair within reach. */
export const promotionsQuery = queryOptions({
  queryKey: ["promotions", "list"],
  queryFn: async () => (await read(api.promotions.$get({ query: { limit: "100" } }))).items,
});

export interface Pair {
  readonly from: string;
  readonly to: string;
}

/** One pair, with what differs, page by page. */
export function promotionQuery({ from, to }: Pair, search: string) {
  return infiniteQueryOptions({
    queryKey: ["promotions", "pair", from, to, search],
    queryFn: ({ pageParam }) =>
      read(
        pair.$get({
          param: { from, to },
          query: {
            limit: "50",
            ...(search === "" ? {} : { search }),
            ...(pageParam === "" ? {} : { cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

export interface PromotionWish extends Pair {
  /** These pipelines; `null` is everything that is ahead. */
  readonly only: readonly string[] | null;
  readonly reason: string;
}

/** Opens the pull request that promotes, or says what to type where there is no forge. */
export function openPromotion({ from, to, only, reason }: PromotionWish) {
  const json = { ...(only === null ? {} : { only: [...only] }), ...(reason === "" ? {} : { reason }) };
  return read(pair.$post({ param: { from, to }, json }, onlyOnce()));
}
