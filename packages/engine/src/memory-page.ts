import type { Page, PageRequest } from "@lockstep/model";

/** One page of a list that is in memory; the cursor is the index at which the next page begins. */
export function pageOf<Item>(items: readonly Item[], { limit, cursor }: PageRequest): Page<Item> {
  const start = cursor === null ? 0 : Number(cursor);
  const end = start + limit;
  return { items: items.slice(start, end), next: end < items.length ? String(end) : null };
}
