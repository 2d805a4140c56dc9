import { expect, it } from "vitest";

import { commentOf } from "./comment-of.ts";
import { reportPlan } from "./plan/report-plan.ts";
import { reportUnjudged } from "./report-unjudged.ts";
import { sampleContext, samplePlanInput, sampleTestsInput } from "./testing/sample-input.ts";
import { reportTests } from "./tests/report-tests.ts";

it("gathers the verdicts of all checks in one comment", () => {
  const conflict = "The pull request conflicts with develop; merge develop into it.";
  const reports = [
    reportUnjudged(sampleContext(), "lockstep / validate", conflict),
    reportPlan(samplePlanInput()),
    reportTests(sampleTestsInput({ state: "withheld", suites: [] })),
  ];
  const { pullRequest, body } = commentOf(reports, 7);
  expect(pullRequest).toBe(7);
  expect(body).toMatchInlineSnapshot(`
    "### Lockstep at \`aaaaaaaaaa\`

    | | check | verdict |
    | --- | --- | --- |
    | ❌ failure | [lockstep / validate](https://lockstep.example/deploys/1) | Not judged: The pull request conflicts with develop; merge develop into it. |
    | ✅ success | [lockstep / plan (staging)](https://lockstep.example/deploys/1) | Merging applies 1 change to staging at once |
    | ➖ neutral | [lockstep / tests](https://lockstep.example/deploys/1) | Not run: from a fork |

    Problems are on their lines in the checks. This comment is kept up to date."
  `);
});

it("speaks of problems only when there are some", () => {
  const { body } = commentOf([reportPlan(samplePlanInput())], 7);
  expect(body).toMatch(/\n\nThis comment is kept up to date\.$/);
});

it("links only to the web, and nothing in an address ends the link", () => {
  const report = reportPlan(samplePlanInput());
  const shown = (detailsUrl: string) => commentOf([{ ...report, detailsUrl }], 7).body;
  expect(shown("javascript:alert(1)")).not.toContain("](");
  expect(shown("not an address")).not.toContain("](");
  expect(shown("https://a.example/x)|y")).toContain("](https://a.example/x%29%7Cy)");
});
