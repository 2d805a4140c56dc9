import { checksumOfText, type CompiledPipeline, Failure, type TestedManifest } from "@lockstep/model";
import { expect, test } from "vitest";

import type { RunTests } from "./run-tests.ts";
import { testManifests } from "./test-manifests.ts";

const limits = { batchMs: 20, singleMs: 10 };
const never = new AbortController().signal;

const pipelineOf = (slug: string) =>
  ({
    slug,
    path: `${slug}.json`,
    manifest: checksumOfText("lockstep-manifest/v1", slug),
  }) as CompiledPipeline;

function saving(runTests: RunTests) {
  const saved: TestedManifest[][] = [];
  const evidence = { saveTests: async (some: readonly TestedManifest[]) => void saved.push([...some]) };
  return { saved, deps: { store: { evidence }, runTests } };
}

/** Tests of `endless` end only when nobody waits for them any more. */
const withEndless: RunTests = async ({ pipelines, signal }) => {
  if (pipelines.some(({ slug }) => slug === "endless"))
    await new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(new Failure("cancelled", "too late")));
    });
  const greets = { name: "greets", isPassed: true, message: "", line: 1 };
  return pipelines.map(({ slug, path }) => ({ slug, file: path, tests: [greets] }));
};

test("tests that do not end fail for their own manifest alone", async () => {
  const { saved, deps } = saving(withEndless);
  await testManifests(deps, ["quick", "endless", "other"].map(pipelineOf), never, limits);
  expect(saved.flat()).toMatchObject([
    { slug: "quick", total: 1, failed: 0 },
    { slug: "endless", failed: 1, because: "they did not end within 0.01 seconds" },
    { slug: "other", total: 1, failed: 0 },
  ]);
});

test("what was tested before a fault is kept, and nothing is said of the rest", async () => {
  const slugs = Array.from({ length: 25 }, (_, index) => `p${index}`);
  const { saved, deps } = saving(async (request) => {
    if (request.pipelines.some(({ slug }) => slug === "p22")) throw new Failure("internal", "no sandbox");
    return withEndless(request);
  });
  await expect(testManifests(deps, slugs.map(pipelineOf), never)).rejects.toThrow("no sandbox");
  expect(saved.map((some) => some.length)).toEqual([20]);
});

test("who gives up is not told that tests failed", async () => {
  const { saved, deps } = saving(withEndless);
  const given = AbortSignal.timeout(5);
  await expect(testManifests(deps, [pipelineOf("endless")], given)).rejects.toMatchObject({
    kind: "cancelled",
  });
  expect(saved).toEqual([]);
});
