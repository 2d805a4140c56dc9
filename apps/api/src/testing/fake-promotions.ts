import {
  Failure,
  type OpenedPromotion,
  type Promotion,
  type PromotionItem,
  type PromotionRequest,
  type Promotions,
} from "@lockstep/model";

/** Promotions from canned pairs and items, by `from to`; what was asked to be opened is in `asked`. */
export interface FakePromotions extends Promotions {
  readonly pairs: Map<string, { readonly promotion: Promotion; readonly items: readonly PromotionItem[] }>;
  readonly asked: PromotionRequest[];
  /** What opening answers. */
  opened: OpenedPromotion;
}

export function fakePromotions(): FakePromotions {
  const find = (from: string, to: string) => {
    const found = fake.pairs.get(`${from} ${to}`);
    if (found !== undefined) return found;
    throw new Failure("not-found", "There is no such pair.");
  };
  const fake: FakePromotions = {
    pairs: new Map(),
    asked: [],
    opened: { pullRequest: null, commands: [], pipelines: [], notes: [] },
    list: async () => [...fake.pairs.values()].map(({ promotion }) => promotion),
    load: async (from, to) => find(from, to).promotion,
    async listItems({ from, to, search }, { limit, cursor }) {
      const all = find(from, to).items.filter(
        ({ slug }) => slug > (cursor ?? "") && slug.includes(search ?? ""),
      );
      return { items: all.slice(0, limit), next: all.length > limit ? (all[limit - 1]?.slug ?? null) : null };
    },
    async open(request) {
      find(request.from, request.to);
      fake.asked.push(request);
      return fake.opened;
    },
  };
  return fake;
}
