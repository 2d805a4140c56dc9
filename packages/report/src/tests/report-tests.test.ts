import { describe, expect, it } from "vitest";

import { sampleTestsInput } from "../testing/sample-input.ts";
import { reportTests } from "./report-tests.ts";

describe("lockstep / tests", () => {
  it("fails for a failed test, on its line in the manifest", () => {
    const report = reportTests(sampleTestsInput());
    expect([report.conclusion, report.title]).toEqual(["failure", "1 of 2 tests failed"]);
    expect(report.annotations).toEqual([
      {
        path: "pipelines/triage.pipeline.json",
        line: 52,
        column: null,
        level: "failure",
        title: "triage: empty text",
        message: 'output is "low", expected "none"',
      },
    ]);
  });

  it("reads like this", () => {
    const report = reportTests(sampleTestsInput());
    expect(report.summary).toMatchInlineSnapshot(`
      "**1 of 2 tests failed.**

      Judged as merged: \`aaaaaaaaaa\` into \`develop\` at \`bbbbbbbbbb\`.

      | pipeline | passed | failed |
      | --- | --- | --- |
      | \`triage\` | 1 | 1 |"
    `);
    expect(report.text).toMatchInlineSnapshot(`
      "### Failed

      - **empty text** of \`triage\` \`pipelines/triage.pipeline.json:52\`: output is "low", expected "none""
    `);
  });

  it("succeeds when every test passed, and when there are none", () => {
    const suite = { slug: "triage", file: "a.json", tests: [] };
    const passing = { name: "one", isPassed: true, message: "", line: 1 };
    const passed = reportTests(sampleTestsInput({ suites: [{ ...suite, tests: [passing] }] }));
    expect([passed.conclusion, passed.title, passed.text]).toEqual(["success", "1 test passed", null]);
    const none = reportTests(sampleTestsInput({ suites: [] }));
    expect([none.conclusion, none.title]).toEqual(["success", "No pipeline that changes has tests"]);
  });

  it("is neutral for forks and says why", () => {
    const report = reportTests(sampleTestsInput({ state: "withheld", suites: [] }));
    expect([report.conclusion, report.title]).toEqual(["neutral", "Not run: from a fork"]);
    expect(report.summary).toContain("Manifests of forks are never executed");
  });

  it("fails when nothing valid could be tested", () => {
    const report = reportTests(sampleTestsInput({ state: "broken", suites: [] }));
    expect([report.conclusion, report.title]).toEqual(["failure", "Nothing valid to test"]);
    expect(report.summary).toContain("`lockstep / validate`");
  });
});
