import { expect, it } from "vitest";

import { sampleImpact } from "../testing/sample-input.ts";
import { fitParts } from "../text/fit-parts.ts";
import { impactParts } from "./impact-parts.ts";

it("says what the lists leave out, over all changed pipelines", () => {
  const impact = sampleImpact({
    pipelines: { changed: 120, shown: 100 },
    totals: { running: 3, callers: 1, callees: 0 },
  });
  expect(fitParts(impactParts(impact))).toBe(
    "What is touched is listed for the first 100 of 120 changed pipelines; over all: 3 runs under way, 1 call of them.",
  );
});

it("says nothing of inputs that all fit, schedules that do not fire and plans that nobody feels", () => {
  const silent = {
    slug: "triage",
    trigger: "yearly",
    type: "cron",
    timezone: "UTC",
    at: [],
    count: 0,
  } as const;
  const impact = sampleImpact({ inputs: [{ slug: "triage", tried: 9, rejected: 0 }], firings: [silent] });
  expect(fitParts(impactParts(impact))).toBe("");
});
