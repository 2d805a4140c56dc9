import { isLoop } from "../printing/is-loop.ts";
import { fetchItems } from "./fetch-items.ts";
import type { OrgClient } from "./org-client.ts";
import type { AttemptView } from "./responses.ts";

/** Attempts of items that are fetched per step to draw it; a step with more is drawn without its items. */
const mostAttempts = 200;

/** Attempts of steps, and those of the items of every `forEach` among them that has not too many. */
export async function addItems(
  org: OrgClient,
  path: string,
  attempts: readonly AttemptView[],
): Promise<readonly AttemptView[]> {
  const known = new Set(attempts.filter(({ item }) => item >= 0).map(({ step }) => step));
  const loops = attempts.filter((attempt) => isLoop(attempt) && !known.has(attempt.step));
  const added = await Promise.all(
    loops.map(async ({ step }) => {
      const wish = { limit: mostAttempts, query: { step, items: "all" } };
      const { items, hasMore } = await fetchItems<AttemptView>(org, path, wish);
      return hasMore ? [] : items.filter(({ item }) => item >= 0);
    }),
  );
  return [...attempts, ...added.flat()];
}
