import type { CheckAnnotation, CheckReport } from "@lockstep/model";

import { annotate, mostAnnotations } from "../annotation.ts";
import { testsCheckName } from "../check-names.ts";
import { finishReport, type Findings } from "../finish-report.ts";
import type { TestedSuite, TestsInput } from "../report-input.ts";
import { countOf } from "../text/count.ts";
import { codeSpan, escapeMarkdown } from "../text/escape-markdown.ts";
import { listing, paragraph, type Part } from "../text/fit-parts.ts";

/** `lockstep / tests`: what the tests in the manifests say; neutral for forks, whose manifests never run. */
export function reportTests(input: TestsInput): CheckReport {
  return finishReport(input.context, { name: testsCheckName, ...findingsOf(input) });
}

function findingsOf({ state, suites }: TestsInput): Omit<Findings, "name"> {
  switch (state) {
    case "withheld":
      return { conclusion: "neutral", title: "Not run: from a fork", verdict: withheld, summary: [] };
    case "broken":
      return { conclusion: "failure", title: "Nothing valid to test", verdict: broken, summary: [] };
    case "ran":
      return ran(suites);
  }
}

const withheld =
  "**Not run: from a fork.** Manifests of forks are never executed, because anybody can write them. Somebody with " +
  "write access can push the commits to a branch of this repository after reading them; there the tests run.";

const broken =
  "**Nothing valid to test.** Mend what `lockstep / validate` reports; the tests run with the next push.";

function ran(suites: readonly TestedSuite[]): Omit<Findings, "name"> {
  const tests = suites.flatMap((suite) => suite.tests);
  const failed = failuresOf(suites);
  const title = titleOf(tests.length, failed.length);
  return {
    conclusion: failed.length === 0 ? "success" : "failure",
    title,
    verdict: `**${title}.**`,
    summary: [...unshownPart(failed.length), suitesPart(suites)],
    text: [failuresPart(failed)],
    annotations: failed.slice(0, mostAnnotations).map(annotateFailure),
  };
}

function titleOf(tests: number, failed: number): string {
  if (tests === 0) return "No pipeline that changes has tests";
  return failed === 0 ? `${countOf(tests, "test")} passed` : `${failed} of ${countOf(tests, "test")} failed`;
}

interface FailedTest {
  readonly suite: TestedSuite;
  readonly test: TestedSuite["tests"][number];
}

function failuresOf(suites: readonly TestedSuite[]): readonly FailedTest[] {
  return suites.flatMap((suite) =>
    suite.tests.filter(({ isPassed }) => !isPassed).map((test) => ({ suite, test })),
  );
}

function annotateFailure({ suite, test }: FailedTest): CheckAnnotation {
  return annotate({
    path: suite.file,
    line: test.line,
    column: null,
    level: "failure",
    title: `${suite.slug}: ${test.name}`,
    message: test.message === "" ? "The test failed." : test.message,
  });
}

function unshownPart(failed: number): readonly Part[] {
  if (failed <= mostAnnotations) return [];
  return [
    paragraph(
      `${mostAnnotations} of ${failed} failures are shown on their lines; … and ${failed - mostAnnotations} more.`,
    ),
  ];
}

/** Suites with failures come first. */
function suitesPart(suites: readonly TestedSuite[]): Part {
  const counted = suites.map(({ slug, tests }) => {
    const passed = tests.filter(({ isPassed }) => isPassed).length;
    return { slug, passed, failed: tests.length - passed };
  });
  return listing({
    head: "| pipeline | passed | failed |\n| --- | --- | --- |",
    thing: "pipeline",
    items: counted.sort((a, b) => b.failed - a.failed),
    line: ({ slug, passed, failed }) => `| ${codeSpan(slug)} | ${passed} | ${failed} |`,
  });
}

function failuresPart(failed: readonly FailedTest[]): Part {
  const bounds = { mostRows: 2000, mostBytes: 60_000 };
  return listing({ head: "### Failed\n", thing: "failure", items: failed, line: failureLine, ...bounds });
}

function failureLine({ suite, test }: FailedTest): string {
  const place = codeSpan(`${suite.file}:${test.line}`);
  return `- **${escapeMarkdown(test.name)}** of ${codeSpan(suite.slug)} ${place}: ${escapeMarkdown(test.message)}`;
}
