import { compareProblems, type Problem, type Revision, type Snapshot } from "@lockstep/model";

import type { Compilation } from "./compile-pipeline.ts";

/** Puts compiled manifests and what is wrong between them together. A file with an error gives no pipeline. */
export function assembleSnapshot(
  revision: Revision,
  compilations: readonly Compilation[],
  crossProblems: readonly Problem[],
): Snapshot {
  const broken = new Set(
    crossProblems.filter(({ severity }) => severity === "error").map(({ file }) => file),
  );
  const pipelines = compilations.flatMap(({ path, pipeline }) =>
    pipeline === null || broken.has(path) ? [] : [pipeline],
  );
  return {
    revision,
    pipelines: pipelines.sort((a, b) => (a.slug < b.slug ? -1 : a.slug > b.slug ? 1 : 0)),
    problems: [...compilations.flatMap(({ problems }) => problems), ...crossProblems].sort(compareProblems),
  };
}
