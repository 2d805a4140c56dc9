import { type AppliedMerge, toTimestamp } from "@lockstep/model";
import { expect, test } from "vitest";

import { deployStatistics } from "./deploy-statistics.ts";

const dayMs = 86_400_000;

const merge = (leadMs: number, more: Partial<AppliedMerge> = {}): AppliedMerge => ({
  deploy: "d",
  at: toTimestamp(dayMs),
  committedAt: toTimestamp(dayMs - leadMs),
  isUnverified: false,
  isRolledBack: false,
  ...more,
});

test("a deploy that failed twice over is one failure; a commit from the future took no time", () => {
  const applied = [
    merge(1_000),
    merge(-5_000),
    merge(3_000, { isUnverified: true, isRolledBack: true }),
    merge(9_000, { isRolledBack: true }),
  ];
  expect(deployStatistics({ applied, refused: 1, rollbacks: 2 }, 2 * dayMs)).toEqual({
    applied: 4,
    refused: 1,
    unverified: 1,
    rolledBack: 2,
    rollbacks: 2,
    perDay: 2,
    perWeek: 14,
    failureShare: 3 / 5,
    leadTimeMs: 1_000,
  });
});

test("nothing has no shares", () => {
  const none = { applied: [], refused: 0, rollbacks: 0 };
  expect(deployStatistics(none, dayMs)).toMatchObject({ perDay: 0, failureShare: null, leadTimeMs: null });
});
