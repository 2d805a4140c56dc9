import { describeDuration } from "@lockstep/model";

import { problemLines } from "../printing/problem-lines.ts";
import { type Style, styled, type Text } from "../terminal/text.ts";
import { failureLines } from "./failure-lines.ts";
import { countTests, isPassed, type SuiteReport, type TestedCase, type TestReport } from "./test-report.ts";

/** From this many tests on, those that passed are not named one by one. */
const manyTests = 60;

/** A test this slow computes or waits for something that it should not, in milliseconds. */
const slowMs = 500;

/** Suite by suite what passed and what did not, with the values that differ; then the sums. */
export function textReport({ suites, problems, ms }: TestReport): readonly Text[] {
  const isBrief = suites.reduce((sum, { suite }) => sum + suite.tests.length, 0) > manyTests;
  const tested = suites.filter(({ suite }) => suite.tests.length > 0);
  return [
    ...tested.flatMap((suite) => suiteLines(suite, isBrief)),
    ...problemLines(problems),
    ...(tested.length + problems.length > 0 ? [""] : []),
    sumLine(suites, ms),
    ...brokenLines(problems.length),
  ];
}

function suiteLines({ suite, cases, notRun }: SuiteReport, isBrief: boolean): readonly Text[] {
  const { slug, version } = suite.loaded.pipeline;
  const isGood = cases.every(isPassed);
  const head = [mark(isGood), " ", styled("bold", `${slug}@${version}`), "  ", styled("dim", suite.file)];
  const count = isBrief && isGood ? styled("dim", `  ${plural(cases.length, "test")}`) : "";
  const shown = isBrief ? cases.filter((one) => !isPassed(one) || isSlow(one)) : cases;
  return [
    [...head, count],
    ...shown.flatMap(caseLines),
    ...notRun.map((name) => ["  ", styled("dim", ["- ", name, " (not run)"])]),
  ];
}

function caseLines(tested: TestedCase): readonly Text[] {
  const { name, ms, result } = tested;
  const hint = isSlow(tested) ? styled("yellow", `  slow: ${describeDuration(ms)}`) : "";
  return [
    ["  ", mark(isPassed(tested)), " ", name, hint],
    ...result.failures.flatMap(failureLines).map((line) => ["      ", line]),
  ];
}

function isSlow({ ms }: TestedCase): boolean {
  return ms >= slowMs;
}

function mark(isGood: boolean): Text {
  return isGood ? styled("green", "✓") : styled("red", "✗");
}

function sumLine(suites: readonly SuiteReport[], ms: number): Text {
  const { passed, failed, notRun } = countTests(suites);
  const untested = suites.filter(({ suite }) => suite.loaded.pipeline.tests.length === 0).length;
  const counts: readonly (readonly [Style, number, string])[] = [
    ["green", passed, "passed"],
    ["red", failed, "failed"],
    ["yellow", notRun, "not run"],
  ];
  const told = counts.filter(([style, count]) => count > 0 || style === "green");
  const list = told.flatMap(([style, count, word], index) => [
    index === 0 ? "" : ", ",
    styled(style, `${count} ${word}`),
  ]);
  const without = untested === 0 ? "" : `, ${untested} without tests`;
  return [
    ...list,
    styled("dim", ` in ${plural(suites.length, "pipeline")}${without}, ${describeDuration(ms)}`),
  ];
}

function brokenLines(count: number): readonly Text[] {
  if (count === 0) return [];
  return [styled("red", `${plural(count, "error")} in manifests, which were not tested`)];
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
