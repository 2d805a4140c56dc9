import { compareConfigurations, comparePipelines, type ConfigurationDifference } from "@lockstep/diff";
import {
  type AppliedPipeline,
  type ChangeClass,
  changeClasses,
  type Difference,
  type PastState,
  type Slug,
  type Version,
} from "@lockstep/model";

import type { ApiDeps } from "../api-deps.ts";

/** A pipeline that is not the same in two states; a side is `null` where it was not in force. */
export interface ChangedBetween {
  readonly slug: Slug;
  readonly from: AppliedPipeline | null;
  readonly to: AppliedPipeline | null;
}

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
  const slugs = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
  return slugs.flatMap((slug) => {
    const sides = { slug, from: before?.get(slug) ?? null, to: after?.get(slug) ?? null };
    return sides.from?.manifest === sides.to?.manifest ? [] : [sides];
  });
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
  const strongest = changeClasses.findLast((name) => differences.some((found) => found.class === name));
  return { kind: "updated", ...versions, class: strongest ?? null, differences };
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
