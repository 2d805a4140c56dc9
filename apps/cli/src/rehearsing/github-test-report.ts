import type { TestFailure } from "@lockstep/engine";

import { githubError, githubReport } from "../reports/github-report.ts";
import { countTests, type SuiteReport, type TestReport } from "./test-report.ts";

/**
 * An annotation for each failed test and each error, then the sums. Nothing else: the log of a workflow obeys lines
 * that a manifest could make up.
 */
export function githubTestReport({ suites, problems }: TestReport): string {
  const { passed, failed, notRun } = countTests(suites);
  const left = notRun === 0 ? "" : `, ${notRun} not run`;
  return [
    ...suites.flatMap(errorsOf),
    githubReport(problems),
    `${passed} passed, ${failed} failed${left}, ${problems.length} errors in manifests\n`,
  ].join("");
}

function errorsOf({ suite, cases }: SuiteReport): readonly string[] {
  return cases.flatMap(({ name, result }) =>
    result.failures.map((failure) =>
      githubError({ file: suite.file, line: 1, title: `test: ${name}`, message: messageOf(failure) }),
    ),
  );
}

function messageOf({ where, message, expected, actual }: TestFailure): string {
  const values =
    expected === undefined || actual === undefined
      ? []
      : [`expected ${JSON.stringify(expected)}`, `actual ${JSON.stringify(actual)}`];
  return [`${where}: ${message}`, ...values].join("\n");
}
