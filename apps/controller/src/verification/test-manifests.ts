import type { CompiledPipeline, EvidenceStore, TestedManifest } from "@lockstep/model";

import { type RunTests, toTestedManifests } from "./run-tests.ts";

export interface TestManifestsDeps {
  readonly store: { readonly evidence: Pick<EvidenceStore, "saveTests"> };
  readonly runTests: RunTests;
}

/** Milliseconds for the tests of a batch; when they are over, each of its pipelines gets its own. */
export interface TestLimits {
  readonly batchMs: number;
  readonly singleMs: number;
}

const defaultLimits: TestLimits = { batchMs: 120_000, singleMs: 60_000 };

/** Pipelines that are tested and saved together: what a crash undoes. */
const batch = 20;

/**
 * Runs the tests of these pipelines and saves what they said, batch by batch: whoever goes on after a crash runs the rest.
 * Tests that do not end in time have failed. Failures: `internal`, `cancelled`, those of the store.
 */
export async function testManifests(
  deps: TestManifestsDeps,
  pipelines: readonly CompiledPipeline[],
  signal: AbortSignal,
  limits: TestLimits = defaultLimits,
): Promise<void> {
  const inTime = { ...limits, signal };
  for (let start = 0; start < pipelines.length; start += batch) {
    const some = pipelines.slice(start, start + batch);
    await deps.store.evidence.saveTests(await testBatch(deps, some, inTime));
  }
}

async function testBatch(
  { runTests }: TestManifestsDeps,
  some: readonly CompiledPipeline[],
  { signal, batchMs, singleMs }: TestLimits & { readonly signal: AbortSignal },
): Promise<readonly TestedManifest[]> {
  const together = await testInTime(runTests, some, { signal, milliseconds: batchMs });
  if (together !== null) return together;
  const tested: TestedManifest[] = [];
  for (const one of some)
    tested.push(
      ...((await testInTime(runTests, [one], { signal, milliseconds: singleMs })) ?? [late(one, singleMs)]),
    );
  return tested;
}

/** `null` when they were not over in time. */
async function testInTime(
  runTests: RunTests,
  pipelines: readonly CompiledPipeline[],
  { signal, milliseconds }: { readonly signal: AbortSignal; readonly milliseconds: number },
): Promise<readonly TestedManifest[] | null> {
  const timeout = AbortSignal.timeout(milliseconds);
  try {
    const suites = await runTests({ pipelines, signal: AbortSignal.any([signal, timeout]) });
    return toTestedManifests(pipelines, suites);
  } catch (thrown) {
    if (signal.aborted || !timeout.aborted) throw thrown;
    return null;
  }
}

function late({ slug, manifest }: CompiledPipeline, singleMs: number): TestedManifest {
  const because = `they did not end within ${singleMs / 1_000} seconds`;
  return { slug, manifest, total: 1, failed: 1, because };
}
