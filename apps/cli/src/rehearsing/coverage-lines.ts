import type { PipelineCoverage } from "@lockstep/engine";

import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { coverageOf, coverageTotals, hasRun, type Share } from "./coverage-totals.ts";
import type { SuiteReport } from "./test-report.ts";

/** How much of each pipeline the tests went through, what they missed, and the sum. */
export function coverageLines(suites: readonly SuiteReport[]): readonly Text[] {
  const covered = suites.map((suite) => ({
    name: suite.suite.loaded.pipeline.slug,
    coverage: coverageOf(suite),
  }));
  const rows = [
    ...covered.map(({ name, coverage }) => rowOf(name, [coverage])),
    rowOf(
      "total",
      covered.map(({ coverage }) => coverage),
    ),
  ];
  const [head = "", ...lines] = table(["COVERAGE", "STEPS", "BRANCHES"], rows);
  return ["", head, ...lines.flatMap((line, index) => [line, ...missedLines(covered[index]?.coverage)])];
}

function rowOf(name: string, coverages: readonly PipelineCoverage[]): readonly Text[] {
  const { steps, branches } = coverageTotals(coverages);
  return [name, shareText(steps), shareText(branches)];
}

function shareText({ covered, total }: Share): Text {
  if (total === 0) return styled("dim", "none");
  const text = `${covered} of ${total}, ${Math.floor((covered / total) * 100)} %`;
  return covered === total ? styled("green", text) : styled("yellow", text);
}

function missedLines(coverage: PipelineCoverage | undefined): readonly Text[] {
  if (coverage === undefined) return [];
  const idle = coverage.steps.filter((step) => !hasRun(step)).map(({ step }) => step);
  const missed = coverage.branches.filter(({ isTaken }) => !isTaken);
  const ways = missed.map(({ step, branch }) => `${step}: ${branch}`);
  return [...listLine("never ran", idle, ", "), ...listLine("never taken", ways, "; ")];
}

function listLine(title: string, words: readonly string[], separator: string): readonly Text[] {
  return words.length === 0 ? [] : [["  ", styled("dim", `${title}  `), words.join(separator)]];
}
