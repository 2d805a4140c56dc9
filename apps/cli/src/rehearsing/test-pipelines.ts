import type { JsonObject } from "@lockstep/model";
import { createSandbox } from "@lockstep/sandbox";

import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { jsonText } from "../terminal/json-text.ts";
import { collectSuites, type CollectedSuites } from "./collect-suites.ts";
import { coverageLines } from "./coverage-lines.ts";
import { githubTestReport } from "./github-test-report.ts";
import { jsonReport } from "./json-report.ts";
import { junitReport } from "./junit-report.ts";
import { runSuites, type SuiteOptions } from "./run-suites.ts";
import { countTests, type SuiteReport, type TestReport } from "./test-report.ts";
import type { TestReporter } from "./test-reporters.ts";
import { textReport } from "./text-report.ts";

interface Options {
  readonly filter?: string;
  readonly reporter?: TestReporter;
  readonly coverage?: true;
  readonly bail?: true;
  readonly var: JsonObject;
}

/** Runs the tests of the named files and folders; failed when one fails or a manifest cannot be tested. */
export async function testPipelines(
  cli: Invocation,
  [paths]: [readonly string[]],
  options: Options,
): Promise<ExitCode> {
  const { world, environment } = cli;
  if (environment !== null)
    throw wrongUse("Tests run in no environment. Give values by their `variables` or by --var.");
  const reporter = reporterOf(cli, options);
  const filter = options.filter ?? null;
  const began = world.clock.now();
  const collected = collectSuites(world.cwd, paths.length === 0 ? ["."] : paths, filter);
  if (filter !== null) assertFound(collected, filter);
  const suites = await runInSandbox(collected.suites, {
    variables: options.var,
    isBailed: options.bail === true,
    clock: world.clock,
  });
  const report: TestReport = { suites, problems: collected.problems, ms: world.clock.now() - began };
  print(cli, report, { reporter, hasCoverage: options.coverage === true });
  return countTests(suites).failed + report.problems.length > 0 ? exitCodes.failed : exitCodes.done;
}

async function runInSandbox(
  suites: CollectedSuites["suites"],
  options: Omit<SuiteOptions, "sandbox">,
): Promise<readonly SuiteReport[]> {
  const sandbox = createSandbox();
  try {
    return await runSuites(suites, { ...options, sandbox });
  } finally {
    await sandbox.close();
  }
}

function reporterOf(
  { output }: Invocation,
  { reporter = output.isJson ? "json" : "text" }: Options,
): TestReporter {
  if (!output.isJson || reporter === "json") return reporter;
  throw wrongUse("--json is --reporter json. Choose one reporter.");
}

function assertFound({ suites, problems }: CollectedSuites, filter: string): void {
  if (problems.length > 0 || suites.some(({ tests }) => tests.length > 0)) return;
  throw wrongUse(`No test matches '${filter}': neither the slug of a pipeline nor the name of a test.`);
}

function print(
  { output }: Invocation,
  report: TestReport,
  { reporter, hasCoverage }: { readonly reporter: TestReporter; readonly hasCoverage: boolean },
): void {
  switch (reporter) {
    case "text":
      output.lines(...textReport(report));
      if (hasCoverage) output.lines(...coverageLines(report.suites));
      return;
    case "json":
      return output.verbatim(`${jsonText(jsonReport(report, { hasCoverage }))}\n`);
    case "junit":
      // The format has no place for coverage, and standard output holds the XML alone.
      if (hasCoverage) output.note(...coverageLines(report.suites));
      return output.verbatim(junitReport(report));
    case "github":
      if (hasCoverage) output.note(...coverageLines(report.suites));
      return output.verbatim(githubTestReport(report));
  }
}
