import { problem, problemCodes } from "@lockstep/model";
import { describe, expect, it } from "vitest";

import { githubReport } from "./github-report.ts";
import { sarifReport } from "./sarif-report.ts";

const place = { file: "pipelines/50%,a:b.pipeline.json", line: 3, column: 7, path: "/steps/0" };
const found = problem("STEP_TYPE", "100% wrong:\r\nsecond line", { ...place, fix: "Use `set`." });

describe("the GitHub report", () => {
  it("escapes what would end a property or the command", () => {
    expect(githubReport([found])).toBe(
      "::error file=pipelines/50%25%2Ca%3Ab.pipeline.json,line=3,col=7,title=STEP_TYPE::" +
        "100%25 wrong:%0D%0Asecond line%0AFix: Use `set`.\n",
    );
  });

  it("is one line per problem and empty without any", () => {
    const warning = problem("USES_UNUSED", "Not used.");
    expect(githubReport([found, warning]).match(/^::(error|warning) /gm)).toEqual(["::error ", "::warning "]);
    expect(githubReport([])).toBe("");
  });
});

describe("the SARIF report", () => {
  const log = JSON.parse(sarifReport([found, problem("BRANCH_MISSING", "No branch.")]));
  const [run] = log.runs;

  it("names a rule for every problem code and points to it", () => {
    expect(log.version).toBe("2.1.0");
    expect(run.tool.driver.rules).toHaveLength(Object.keys(problemCodes).length);
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  it("gives places as URI and region, and none where no file is to blame", () => {
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "pipelines/50%25%2Ca%3Ab.pipeline.json" },
      region: { startLine: 3, startColumn: 7 },
    });
    expect(run.results[1]).not.toHaveProperty("locations");
  });
});
