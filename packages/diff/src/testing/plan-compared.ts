import type { PlanContents } from "@lockstep/model";

import { compareChange, type Comparison, type PipelineLookup } from "../plan/compare-change.ts";
import { plan, type PlanInput } from "../plan/plan.ts";
import { selectChanges } from "../plan/select-changes.ts";

/** What a test plans from: pipelines instead of their comparisons. */
export type UncomparedInput = Omit<PlanInput, "comparisons"> & { readonly pipelines: PipelineLookup };

/** Compares everything at once and plans. */
export function planCompared({ pipelines, ...input }: UncomparedInput): PlanContents {
  const comparisons = new Map<string, Comparison>();
  for (const { slug, from, to } of selectChanges(input.applied, input.desired.snapshot))
    if (from !== null && to !== null) comparisons.set(slug, compareChange(from, to, pipelines));
  return plan({ ...input, comparisons });
}
