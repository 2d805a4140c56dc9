import type { OrgClient, Query } from "./org-client.ts";
import type { PageAnswer } from "./responses.ts";

/** The first `limit` items of a list, over as many pages as that takes, and whether there are more. */
export async function fetchItems<Item>(
  org: OrgClient,
  path: string,
  { limit, query = {} }: { readonly limit: number; readonly query?: Query },
): Promise<{ readonly items: readonly Item[]; readonly hasMore: boolean }> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: PageAnswer<Item> = await org.fetch(path, { ...query, cursor, limit: Math.min(100, limit) });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && items.length < limit);
  return { items: items.slice(0, limit), hasMore: cursor !== null || items.length > limit };
}
