import type { TestFailure } from "@lockstep/engine";
import type { Problem } from "@lockstep/model";

import { countTests, type SuiteReport, type TestedCase, type TestReport } from "./test-report.ts";
import { xmlText } from "./xml-text.ts";

/**
 * The report in the dialect of JUnit XML that CI servers read: a suite per pipeline, and one for manifests with errors.
 * Source: the schema of the Jenkins xUnit plugin, `junit-10.xsd`.
 */
export function junitReport({ suites, problems, ms }: TestReport): string {
  const { passed, failed, notRun } = countTests(suites);
  const sums = {
    tests: passed + failed + notRun + problems.length,
    failures: failed,
    errors: problems.length,
    time: seconds(ms),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: "lockstep", ...sums })}>`,
    ...suites.map(suiteElement),
    ...(problems.length === 0 ? [] : [problemsElement(problems)]),
    "</testsuites>\n",
  ].join("\n");
}

function suiteElement(report: SuiteReport): string {
  const { suite, cases, notRun } = report;
  const { slug, version } = suite.loaded.pipeline;
  const { failed } = countTests([report]);
  const sums = {
    tests: cases.length + notRun.length,
    failures: failed,
    errors: 0,
    skipped: notRun.length,
    time: seconds(cases.reduce((sum, { ms }) => sum + ms, 0)),
  };
  return [
    `  <testsuite ${attributes({ name: `${slug}@${version}`, file: suite.file, ...sums })}>`,
    ...cases.map((tested) => caseElement(slug, tested)),
    ...notRun.map((name) => `    <testcase ${attributes({ name, classname: slug })}><skipped/></testcase>`),
    "  </testsuite>",
  ].join("\n");
}

function caseElement(classname: string, { name, ms, result }: TestedCase): string {
  const head = attributes({ name, classname, time: seconds(ms) });
  const failures = result.failures.map(failureElement);
  if (failures.length === 0) return `    <testcase ${head}/>`;
  return [`    <testcase ${head}>`, ...failures, "    </testcase>"].join("\n");
}

function failureElement({ where, message, expected, actual }: TestFailure): string {
  const values =
    expected === undefined || actual === undefined
      ? ""
      : `expected ${JSON.stringify(expected)}\nactual ${JSON.stringify(actual)}`;
  return `      <failure ${attributes({ message: `${where}: ${message}`, type: where })}>${xmlText(values)}</failure>`;
}

function problemsElement(problems: readonly Problem[]): string {
  const count = problems.length;
  return [
    `  <testsuite ${attributes({ name: "manifests", tests: count, failures: 0, errors: count })}>`,
    ...problems.map(problemElement),
    "  </testsuite>",
  ].join("\n");
}

function problemElement({ file, line, column, code, message, fix }: Problem): string {
  const head = attributes({ name: `${file}:${line}:${column} ${code}`, classname: file });
  const error = attributes({ message, type: code });
  return `    <testcase ${head}><error ${error}>${xmlText(fix ?? "")}</error></testcase>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${xmlText(String(value))}"`)
    .join(" ");
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3);
}
