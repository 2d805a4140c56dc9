import { comparePipelines, pairDiffering, strongestClass } from "@lockstep/diff";
import type { ChangeClass, Difference, Slug, Version } from "@lockstep/model";

import { wrongUse } from "../program/wrong-use.ts";
import type { ComparablePipeline, Subject } from "./subject.ts";

/** How one pipeline differs between the two sides; `null` stands for a side that does not have it. */
export interface PipelineComparison {
  readonly slug: Slug;
  readonly from: Version | null;
  readonly to: Version | null;
  /** The strongest class among the differences; `null` without differences, and where a side is missing. */
  readonly class: ChangeClass | null;
  readonly differences: readonly Difference[];
}

/** Compares one pipeline with another, or all with all. Wrong use: one with all. */
export async function compareSubjects(a: Subject, b: Subject): Promise<readonly PipelineComparison[]> {
  if (a.kind === "pipeline" && b.kind === "pipeline") return [await compareTwo(a.pipeline, b.pipeline)];
  if (a.kind === "pipelines" && b.kind === "pipelines") return compareAll(a.pipelines, b.pipelines);
  throw wrongUse(
    `'${a.name}' and '${b.name}' cannot be compared: one is a pipeline, the other holds all of them.`,
  );
}

type Pipelines = ReadonlyMap<Slug, ComparablePipeline>;

async function compareAll(from: Pipelines, to: Pipelines): Promise<readonly PipelineComparison[]> {
  const comparisons: PipelineComparison[] = [];
  for (const { slug, from: before, to: after } of pairDiffering(from, to))
    comparisons.push(
      before === null || after === null
        ? { slug, from: before?.version ?? null, to: after?.version ?? null, class: null, differences: [] }
        : await compareTwo(before, after),
    );
  return comparisons;
}

async function compareTwo(from: ComparablePipeline, to: ComparablePipeline): Promise<PipelineComparison> {
  const differences = comparePipelines(await from.load(), await to.load());
  return {
    slug: to.slug,
    from: from.version,
    to: to.version,
    class: strongestClass(differences),
    differences,
  };
}
