import {
  compareConfigurations,
  comparePipelines,
  type ConfigurationDifference,
  type DifferingPair,
  pairDiffering,
  strongestClass,
} from "@lockstep/diff";
import type { AppliedPipeline, ChangeClass, Difference, PastState, Slug, Version } from "@lockstep/model";

import type { ApiDeps } from "../api-deps.ts";

/** A pipeline that is not the same in two states; a side is `null` where it was not in force. */
export type ChangedBetween = DifferingPair<AppliedPipeline>;

/** The same as people read it. */
export interface ComparedBetween {
  readonly kind: "created" | "updated" | "pruned";
  readonly slug: Slug;
  readonly from: Version | null;
  readonly to: Version | null;
  readonly class: ChangeClass | null;
  readonly differences: readonly Difference[];
}

type Deps = Pick<ApiDeps, "store" | "pipelines">;

/** Pipelines whose manifests differ between two states of an environment, by slug; not yet compared. */
export async function findChanged(
  { store }: Deps,
  environment: Slug,
  from: PastState | null,
  to: PastState | null,
): Promise<readonly ChangedBetween[]> {
  if (from?.sequence === to?.sequence) return [];
  const [before, after] = await Promise.all(
    [from, to].map((state) => store.history.loadPipelines(environment, state?.sequence ?? 0)),
  );
  return pairDiffering(before ?? new Map(), after ?? new Map());
}

/** What differs in meaning. Failure: `row-tampered` when a stored manifest is not what was applied. */
export async function compareBetween(
  { pipelines }: Deps,
  { slug, from, to }: ChangedBetween,
): Promise<ComparedBetween> {
  const versions = { slug, from: from?.version ?? null, to: to?.version ?? null };
  if (from === null || to === null)
    return { kind: from === null ? "created" : "pruned", ...versions, class: null, differences: [] };
  const before = await pipelines.load(from.manifest);
  const after = await pipelines.load(to.manifest);
  const differences = comparePipelines(before.pipeline, after.pipeline);
  return { kind: "updated", ...versions, class: strongestClass(differences), differences };
}

/** Settings that differ; none where one side had no configuration yet. */
export async function compareConfigurationsOf(
  { store }: Deps,
  from: PastState | null,
  to: PastState | null,
): Promise<readonly ConfigurationDifference[]> {
  if (from === null || to === null || from.configurationDigest === to.configurationDigest) return [];
  const before = await store.history.loadConfiguration(from.configurationDigest);
  const after = await store.history.loadConfiguration(to.configurationDigest);
  return before === null || after === null ? [] : compareConfigurations(before, after);
}
