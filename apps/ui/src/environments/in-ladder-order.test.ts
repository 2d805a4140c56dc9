import { expect, test } from "vitest";

import { inLadderOrder } from "./in-ladder-order.ts";

const environment = (slug: string, tier: string, promotesFrom: string | null = null) => ({
  slug,
  tier,
  policy: { promotesFrom },
});

test("environments stand right after what they promote from, lower tiers first", () => {
  const all = [
    environment("america", "production", "staging"),
    environment("canary", "production", "staging"),
    environment("europe", "production", "canary"),
    environment("staging", "staging"),
    { slug: "wild", tier: "development" },
  ];
  expect(inLadderOrder(all).map(({ slug }) => slug)).toEqual([
    "wild",
    "staging",
    "america",
    "canary",
    "europe",
  ]);
});

test("none is lost where environments promote from each other in a circle", () => {
  const all = [environment("one", "staging", "two"), environment("two", "staging", "one")];
  expect(inLadderOrder(all)).toHaveLength(2);
});
