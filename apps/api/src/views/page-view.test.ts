import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { loadPage, pageOfArray } from "./page-view.ts";

async function readAll(items: readonly string[], limit: number): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: readonly string[]; next: string | null } = await loadPage(
      { limit, cursor },
      pageOfArray(items),
      (item) => (item === "hidden" ? null : item),
    );
    if (page.items.length > 1) expect(JSON.stringify(page).length).toBeLessThanOrEqual(100_000);
    seen.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return seen;
}

describe("pages", () => {
  test("together hold every visible item once and in order, whatever the items' sizes", async () => {
    const item = fc.oneof(
      fc.constant("hidden"),
      fc.nat({ max: 150_000 }).map((length) => "x".repeat(length)),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { maxLength: 30 }),
        fc.integer({ min: 1, max: 100 }),
        async (items, limit) => {
          expect(await readAll(items, limit)).toEqual(items.filter((one) => one !== "hidden"));
        },
      ),
      { numRuns: 50 },
    );
  });

  test.each(["-1", "1e9", "x", ""])("have no cursor %j", async (cursor) => {
    await expect(pageOfArray(["a"])({ limit: 1, cursor })).rejects.toMatchObject({ kind: "invalid-input" });
  });
});
