import { checksumOfText, type RecentOutcomes } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { judgeHealth, oldestThatCounts } from "./judge-health.ts";

const content = checksumOfText("lockstep-content/v1", "{}");
const now = "2026-01-31T00:00:00.000Z";
const oldest = oldestThatCounts(now);

/** Newest first: `-` failed, `+` completed; all a day old. */
function outcomes(text: string, endedAt = "2026-01-30T00:00:00.000Z"): RecentOutcomes {
  return { slug: "greet", content, runs: Array.from(text, (sign) => ({ failed: sign === "-", endedAt })) };
}

describe("health", () => {
  test.each([
    ["", "idle", "No run of this content ended in the last 7 days."],
    ["+", "healthy", "The last run completed."],
    ["++++", "healthy", "All of the last 4 runs completed."],
    ["-", "failing", "The last run failed."],
    ["+-", "failing", "1 of the last 2 runs failed."],
    ["++-", "degraded", "1 of the last 3 runs failed."],
    ["--++++++++", "degraded", "2 of the last 10 runs failed."],
    ["---+++++++++++++++++", "failing", "The last 3 runs failed."],
    ["-----+++++++++++++++", "failing", "The last 5 runs failed."],
    ["+-+-+-+-+-+-+-+-+-+-", "failing", "10 of the last 20 runs failed."],
    ["+-+-+-+-+-+-+-+-+-++", "degraded", "9 of the last 20 runs failed."],
  ])("of %s is %s", (text, state, because) => {
    expect(judgeHealth(content, outcomes(text), oldest)).toEqual({ state, because });
  });

  test("forgets what is older than a week, and keeps what is exactly that old", () => {
    const [before, at] = ["2026-01-23T23:59:59.999Z", "2026-01-24T00:00:00.000Z"];
    expect(judgeHealth(content, outcomes("---", before), oldest).state).toBe("idle");
    expect(judgeHealth(content, outcomes("---", at), oldest).state).toBe("failing");
  });

  test("of the same runs changes when the oldest of them is too old, and only then", () => {
    const [old, fresh] = ["2026-01-24T12:00:00.000Z", "2026-01-30T00:00:00.000Z"];
    const runs = [
      { failed: false, endedAt: fresh },
      { failed: true, endedAt: old },
    ];
    const same: RecentOutcomes = { slug: "greet", content, runs };
    expect(judgeHealth(content, same, oldest).state).toBe("failing");
    expect(judgeHealth(content, same, old).state).toBe("failing");
    expect(judgeHealth(content, same, "2026-01-24T12:00:00.001Z").state).toBe("healthy");
    expect(judgeHealth(content, same, fresh).state).toBe("healthy");
    expect(judgeHealth(content, same, now).state).toBe("idle");
    expect(judgeHealth(content, same, oldest).state).toBe("failing");
  });

  test("says nothing of other content", () => {
    const other = checksumOfText("lockstep-content/v1", "[]");
    expect(judgeHealth(other, outcomes("---"), oldest).state).toBe("idle");
    expect(judgeHealth(content, undefined, oldest).state).toBe("idle");
  });
});
