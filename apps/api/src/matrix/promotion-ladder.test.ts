import type { EnvironmentStatus, Tier } from "@lockstep/model";
import { expect, test } from "vitest";

import { promotionLadder } from "./promotion-ladder.ts";

function statusOf(slug: string, tier: Tier, promotesFrom: string | null = null): EnvironmentStatus {
  return { slug, tier, policy: { promotesFrom } } as EnvironmentStatus;
}

test("each environment comes right after what it promotes from, lower tiers first", () => {
  const ladder = promotionLadder([
    statusOf("eu", "production", "staging"),
    statusOf("us", "production", "staging"),
    statusOf("staging", "staging", "develop"),
    statusOf("sandbox", "development"),
    statusOf("develop", "development"),
    statusOf("canary", "uat", "staging"),
  ]);
  expect(ladder.map(({ status, uppers }) => [status.slug, uppers])).toEqual([
    ["develop", ["staging"]],
    ["staging", ["canary", "eu", "us"]],
    ["canary", []],
    ["eu", []],
    ["us", []],
    ["sandbox", []],
  ]);
});

test("none is lost that promotes from one that is not there, or in a circle", () => {
  const ladder = promotionLadder([
    statusOf("one", "staging", "other"),
    statusOf("other", "staging", "one"),
    statusOf("lonely", "production", "gone"),
  ]);
  expect(ladder.map(({ status }) => status.slug)).toEqual(["lonely", "one", "other"]);
});
