import { problem, type Problem } from "@lockstep/model";
import { describe, expect, it } from "vitest";

import { sampleContext, sampleValidateInput } from "../testing/sample-input.ts";
import { reportValidate } from "./report-validate.ts";

const bump = { slug: "triage", file: "pipelines/triage.pipeline.json", from: "1.0.0", to: "1.1.0" };

function manyProblems(count: number, severity: Problem["severity"]): readonly Problem[] {
  return Array.from({ length: count }, (_, index) =>
    problem("SCHEMA", `Field ${index} is unknown.`, { severity, file: "pipelines/a.json", line: index + 1 }),
  );
}

describe("lockstep / validate", () => {
  it("puts each problem on its line, with what mends it", () => {
    const report = reportValidate(sampleValidateInput());
    expect(report.conclusion).toBe("failure");
    expect(report.title).toBe("1 error in 3 pipelines");
    expect(report.annotations).toEqual([
      {
        path: "pipelines/triage.pipeline.json",
        line: 12,
        column: 9,
        level: "failure",
        title: "STEP_UNKNOWN",
        message: "Step score depends on fetsh, which does not exist.\n\nFix: Did you mean fetch?",
      },
    ]);
  });

  it("reads like this", () => {
    const unplaced = problem("BRANCH_MISSING", "Branch develop of staging does not exist.");
    const input = sampleValidateInput();
    const report = reportValidate({ ...input, problems: [...input.problems, unplaced], bumps: [bump] });
    expect(report.summary).toMatchInlineSnapshot(`
      "**2 errors in 3 pipelines.**

      Judged as merged: \`aaaaaaaaaa\` into \`develop\` at \`bbbbbbbbbb\`.

      ### Without a file

      - **error** \`BRANCH_MISSING\`: Branch develop of staging does not exist.

      | file | problems |
      | --- | --- |
      | \`pipelines/triage.pipeline.json\` | 1 error |

      **Bump version** would commit the smallest allowed versions:

      - \`triage\` \`1.0.0\` → \`1.1.0\` in \`pipelines/triage.pipeline.json\`"
    `);
    expect(report.text).toMatchInlineSnapshot(`
      "### All problems

      - **error** \`BRANCH_MISSING\`: Branch develop of staging does not exist.
      - **error** \`STEP_UNKNOWN\` \`pipelines/triage.pipeline.json:12:9\`: Step score depends on fetsh, which does not exist. **Fix:** Did you mean fetch?"
    `);
  });

  it("succeeds with warnings, and without anything", () => {
    const warned = reportValidate(sampleValidateInput({ problems: manyProblems(1, "warning") }));
    expect([warned.conclusion, warned.title]).toEqual(["success", "1 warning in 3 pipelines"]);
    expect(warned.annotations[0]?.level).toBe("warning");
    const clean = reportValidate(sampleValidateInput({ problems: [] }));
    expect([clean.conclusion, clean.title, clean.text]).toEqual([
      "success",
      "No problems in 3 pipelines",
      null,
    ]);
    const empty = reportValidate(sampleValidateInput({ problems: [], pipelines: 0 }));
    expect([empty.conclusion, empty.title]).toEqual(["success", "There are no pipelines"]);
  });

  it("fails for an error without a file, which it names in the summary", () => {
    const report = reportValidate(
      sampleValidateInput({ problems: [problem("BRANCH_MISSING", "No branch.")] }),
    );
    expect([report.conclusion, report.annotations]).toEqual(["failure", []]);
    expect(report.summary).toContain("No branch.");
  });

  it("keeps 1000 annotations, errors before warnings, and counts the others", () => {
    const problems = [...manyProblems(900, "warning"), ...manyProblems(300, "error")];
    const report = reportValidate(sampleValidateInput({ problems }));
    expect(report.annotations).toHaveLength(1000);
    expect(report.annotations.filter(({ level }) => level === "failure")).toHaveLength(300);
    expect(report.summary).toContain("1000 of 1200 problems are shown on their lines; … and 200 more.");
  });

  it("always offers to look again, and to bump versions where they can be committed", () => {
    const actions = (more: Parameters<typeof sampleContext>[0], bumps = [bump]) =>
      reportValidate(sampleValidateInput({ context: sampleContext(more), bumps })).buttons.map(
        ({ action }) => action,
      );
    expect(actions({}, [])).toEqual(["revalidate"]);
    expect(actions({})).toEqual(["revalidate", "bump-version"]);
    expect(actions({ isFork: true })).toEqual(["revalidate"]);
    expect(actions({ pullRequest: null })).toEqual(["revalidate"]);
  });

  it("keeps within the forge's bounds on buttons", () => {
    const { buttons } = reportValidate(sampleValidateInput({ bumps: [bump] }));
    expect(buttons).toHaveLength(2);
    for (const { label, description, action } of buttons) {
      expect(label.length).toBeLessThanOrEqual(20);
      expect(description.length).toBeLessThanOrEqual(40);
      expect(action.length).toBeLessThanOrEqual(20);
    }
  });

  it("says that the base moved, and that a fork is only read", () => {
    const context = sampleContext({ movedFrom: "d".repeat(40), isFork: true });
    const { summary } = reportValidate(sampleValidateInput({ context }));
    expect(summary).toContain("> **The base moved:** `develop` went from `dddddddddd` to `bbbbbbbbbb`");
    expect(summary).toContain("From a fork: read as data only.");
  });
});
