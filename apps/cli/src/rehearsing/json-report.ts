import { documentedProblem } from "../reports/problem-document.ts";
import { coverageOf, coverageTotals } from "./coverage-totals.ts";
import { countTests, isPassed, type SuiteReport, type TestedCase, type TestReport } from "./test-report.ts";

interface JsonOptions {
  readonly hasCoverage: boolean;
}

/** The report as the one JSON document of `lockstep test`. */
export function jsonReport({ suites, problems, ms }: TestReport, { hasCoverage }: JsonOptions): object {
  const totals = countTests(suites);
  return {
    ok: totals.failed === 0 && problems.length === 0,
    totals: { pipelines: suites.length, ...totals, ms },
    problems: problems.map(documentedProblem),
    pipelines: suites.map((suite) => ({
      ...suiteDocument(suite),
      ...(hasCoverage ? { coverage: coverageDocument(suite) } : {}),
    })),
    ...(hasCoverage ? { coverage: coverageTotals(suites.map(coverageOf)) } : {}),
  };
}

function suiteDocument({ suite, cases, notRun }: SuiteReport): object {
  const { slug, version } = suite.loaded.pipeline;
  const tests = [...cases.map(caseDocument), ...notRun.map((name) => ({ name, status: "not run" }))];
  return { slug, version, file: suite.file, tests };
}

function caseDocument(tested: TestedCase): object {
  const { name, ms, result } = tested;
  return {
    name,
    status: isPassed(tested) ? "passed" : "failed",
    ms,
    failures: result.failures,
    run: result.run,
  };
}

function coverageDocument(suite: SuiteReport): object {
  const coverage = coverageOf(suite);
  return { ...coverageTotals([coverage]), ways: coverage };
}
