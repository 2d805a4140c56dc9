import type { Slug } from "../identifiers.ts";
import type { OpenedPromotion, Promotion, PromotionItem, PromotionRequest } from "../promotion.ts";
import type { Page, PageRequest } from "./page.ts";

/**
 * Promotes from one environment to the next, by content. Pairs are those whose upper environment names the lower one as
 * `promotesFrom` in the policy in force; others are `not-found`.
 */
export interface Promotions {
  /** All pairs, by the slug of the upper environment. */
  list(): Promise<readonly Promotion[]>;
  load(from: Slug, to: Slug): Promise<Promotion>;
  /** Pipelines that differ, by slug; `search` matches slugs. */
  listItems(
    pair: { readonly from: Slug; readonly to: Slug; readonly search: string | null },
    page: PageRequest,
  ): Promise<Page<PromotionItem>>;
  /**
   * Opens the pull request that promotes, or finds the one that is open. Failures: `unprocessable` with a code when it
   * cannot be done as things are, those of `Forge` and `Repository`.
   */
  open(request: PromotionRequest, signal: AbortSignal): Promise<OpenedPromotion>;
}
