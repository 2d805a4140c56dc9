import { combineCoverage, type PipelineCoverage } from "@lockstep/engine";

import type { SuiteReport } from "./test-report.ts";

/** How much of something the tests went through. */
export interface Share {
  readonly covered: number;
  readonly total: number;
}

export interface CoverageTotals {
  readonly steps: Share;
  readonly branches: Share;
}

/** What the tests of a suite went through together. */
export function coverageOf({ suite, cases }: SuiteReport): PipelineCoverage {
  return combineCoverage(
    suite.loaded.pipeline,
    cases.map(({ result }) => result.coverage),
  );
}

/** The shares of steps that ran and of branches that were taken. A step that failed has run. */
export function coverageTotals(coverages: readonly PipelineCoverage[]): CoverageTotals {
  const steps = coverages.flatMap((coverage) => coverage.steps);
  const branches = coverages.flatMap((coverage) => coverage.branches);
  return {
    steps: { covered: steps.filter(hasRun).length, total: steps.length },
    branches: { covered: branches.filter(({ isTaken }) => isTaken).length, total: branches.length },
  };
}

export function hasRun({ executed, failed }: PipelineCoverage["steps"][number]): boolean {
  return executed + failed > 0;
}
