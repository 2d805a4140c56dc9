import type { Page, PageRequest, PromotionItem, Promotions } from "@lockstep/model";

import { describeItems } from "./describe-items.ts";
import { comparePair, describePair } from "./describe-pair.ts";
import { findPair, findPairs } from "./find-pair.ts";
import { openPromotion } from "./open-promotion.ts";
import type { PromotionDeps } from "./promotion-deps.ts";

/** Promotions over the org database, git and the forge. */
export function createPromotions(deps: PromotionDeps): Promotions {
  return {
    async list() {
      const pairs = await findPairs(deps);
      return Promise.all(pairs.map(async (pair) => describePair(pair, await comparePair(deps, pair))));
    },
    async load(from, to) {
      const pair = await findPair(deps, from, to);
      return describePair(pair, await comparePair(deps, pair));
    },
    listItems: (pair, page) => listItems(deps, pair, page),
    open: (request, signal) => openPromotion(deps, request, signal),
  };
}

/** The cursor is the last slug of the page before, so that pages stay in step while contents move. */
async function listItems(
  deps: PromotionDeps,
  { from, to, search }: Parameters<Promotions["listItems"]>[0],
  { limit, cursor }: PageRequest,
): Promise<Page<PromotionItem>> {
  const { differences } = await comparePair(deps, await findPair(deps, from, to));
  const rest = differences.filter(
    ({ slug }) => (cursor === null || slug > cursor) && (search === null || slug.includes(search)),
  );
  const items = await describeItems(deps, from, rest.slice(0, limit));
  return { items, next: rest.length > limit ? (items.at(-1)?.slug ?? null) : null };
}
