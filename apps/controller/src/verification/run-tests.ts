import type { CompiledPipeline, TestedManifest } from "@lockstep/model";
import type { TestedSuite } from "@lockstep/report";

/** Runs the tests of pipelines, which reach nothing; pipelines without tests have no suite. Failures: `internal`, `cancelled`. */
export type RunTests = (request: {
  readonly pipelines: readonly CompiledPipeline[];
  readonly signal: AbortSignal;
}) => Promise<readonly TestedSuite[]>;

/** Longest reason that is kept. */
const longestReason = 1_000;

/** What is kept of a run of tests, for each of the pipelines that were given to it. */
export function toTestedManifests(
  pipelines: readonly CompiledPipeline[],
  suites: readonly TestedSuite[],
): readonly TestedManifest[] {
  const bySlug = new Map(suites.map((suite) => [suite.slug, suite]));
  return pipelines.map(({ slug, manifest }) => {
    const tests = bySlug.get(slug)?.tests ?? [];
    const failed = tests.filter(({ isPassed }) => !isPassed);
    const [first] = failed;
    const because = first === undefined ? "" : `${first.name}: ${first.message}`.slice(0, longestReason);
    return { slug, manifest, total: tests.length, failed: failed.length, because };
  });
}
