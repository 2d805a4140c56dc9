import { readCompiledPipeline, readStoredPipeline } from "@lockstep/manifest";
import type { Change, Pipeline, VersionStore } from "@lockstep/model";

import type { Proposal } from "../propose.ts";

/** A change of one pipeline with its two sides; `null` where it is created, or retired. */
export interface ChangedPipeline {
  readonly change: Change;
  readonly before: Pipeline | null;
  readonly after: Pipeline | null;
}

/** Both sides of the first changed pipelines of a plan. A stored manifest that was tampered with counts as not there. */
export async function loadChangedPipelines(
  versions: Pick<VersionStore, "loadManifests">,
  { plan, manifests }: Pick<Proposal, "plan" | "manifests">,
  most: number,
): Promise<readonly ChangedPipeline[]> {
  const changes = plan.changes.filter(({ kind }) => kind !== "configure").slice(0, most);
  const stored = await versions.loadManifests(
    changes.flatMap(({ from }) => (from === null ? [] : [from.manifest])),
  );
  const compiled = new Map(manifests.map((manifest) => [manifest.slug, manifest]));
  return changes.map((change) => {
    const { from, to, slug } = change;
    const text = from === null ? undefined : stored.get(from.manifest);
    const written = to === null ? undefined : compiled.get(slug);
    return {
      change,
      before: from === null || text === undefined ? null : readStoredPipeline(text, from.manifest),
      after: written === undefined ? null : readCompiledPipeline(written),
    };
  });
}
