import { problem, type Revision } from "@lockstep/model";
import type { TestedSuite } from "@lockstep/report";

import type { RevisionSource } from "../source/revision-source.ts";

/** The same suites, each failed test with the line on which it stands in its manifest. */
export async function placeTests(
  source: Pick<RevisionSource, "placeProblems">,
  { revision, signal }: { readonly revision: Revision; readonly signal: AbortSignal },
  suites: readonly TestedSuite[],
): Promise<readonly TestedSuite[]> {
  const failed = suites.flatMap(({ file, tests }) =>
    tests.flatMap(({ isPassed, name }, index) =>
      isPassed ? [] : [problem("TEST_INVALID", name, { file, path: `/tests/${index}` })],
    ),
  );
  if (failed.length === 0) return suites;
  const placed = await source.placeProblems(revision, failed, signal);
  const lines = new Map(placed.map(({ file, path, line }) => [`${file}#${path}`, line]));
  return suites.map((suite) => ({
    ...suite,
    tests: suite.tests.map((test, index) => ({
      ...test,
      line: lines.get(`${suite.file}#/tests/${index}`) ?? test.line,
    })),
  }));
}
