import { type Checksum, compareProblems, type Revision, type Slug, type Snapshot } from "@lockstep/model";

import { assembleSnapshot } from "../compile/assemble-snapshot.ts";
import type { Compilation } from "../compile/compile-pipeline.ts";
import { pipelineLinks } from "../compile/pipeline-links.ts";
import { summarisePipeline } from "../compile/summarise-pipeline.ts";
import { linkPipelines } from "../cross-checks/link-pipelines.ts";
import { placeFindings } from "../text/place-findings.ts";
import { parseStored } from "./read-stored-pipeline.ts";

/** A manifest as the org database has it. */
export interface StoredPipeline {
  readonly slug: Slug;
  readonly path: string;
  readonly manifest: Checksum;
  readonly canonical: string;
}

/** Compiles a stored manifest, which was checked before it was stored; `null` when the text is not what was applied. */
export function compileStored({ slug, path, manifest, canonical }: StoredPipeline): Compilation | null {
  const written = parseStored(canonical, manifest);
  if (written === null || written.slug !== slug) return null;
  const pipeline = { ...summarisePipeline(path, written), manifest, canonical };
  return { path, pipeline, problems: [], slug, links: pipelineLinks(written) };
}

/**
 * Puts stored pipelines together, of whatever revisions they are, with what is wrong between them. All of them are in the
 * snapshot, those with problems, too.
 */
export function linkStored(revision: Revision, compilations: readonly Compilation[]): Snapshot {
  const problems = [...linkPipelines(compilations)].flatMap(([path, findings]) =>
    placeFindings(path, "null", findings),
  );
  return { ...assembleSnapshot(revision, compilations, []), problems: problems.sort(compareProblems) };
}
