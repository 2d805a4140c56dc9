import { expect, it } from "vitest";

import { reportUnjudged } from "./report-unjudged.ts";
import { sampleContext } from "./testing/sample-input.ts";

it("blocks what could not be judged and says what to do", () => {
  const because = "The pull request conflicts with develop; merge develop into it.";
  const report = reportUnjudged(sampleContext(), "lockstep / plan (staging)", because);
  expect([report.name, report.conclusion]).toEqual(["lockstep / plan (staging)", "failure"]);
  expect(report.title).toBe(`Not judged: ${because}`);
  expect(report.buttons.map(({ action }) => action)).toEqual(["revalidate"]);
  expect(report.summary).toMatchInlineSnapshot(`
    "**Not judged:** The pull request conflicts with develop; merge develop into it.

    **Next:** mend that and push, or press **Re-validate** when it has passed by itself.

    Judged as merged: \`aaaaaaaaaa\` into \`develop\` at \`bbbbbbbbbb\`."
  `);
});
