import { describeManifest } from "@lockstep/manifest";
import { type ChangedManifest, Failure, type Slug, type VersionStore } from "@lockstep/model";

import type { Proposal } from "../planning/propose.ts";

/** One changed pipeline of a plan with its texts; a stored text that was tampered with counts as not there. Failure: `not-found`. */
export async function loadChangedManifest(
  versions: Pick<VersionStore, "loadManifest">,
  { plan, manifests }: Pick<Proposal, "plan" | "manifests">,
  slug: Slug,
): Promise<ChangedManifest> {
  const change = plan.changes.find((one) => one.slug === slug && one.kind !== "configure");
  if (change === undefined)
    throw new Failure("not-found", `This merge does not change ${slug} in ${plan.environment}.`);
  const { from, to } = change;
  const stored = from === null ? null : await versions.loadManifest(from.manifest);
  const before = from === null || stored === null ? null : describeManifest(stored, from.manifest);
  const compiled = to === null ? undefined : manifests.find(({ manifest }) => manifest === to.manifest);
  const after = compiled === undefined ? null : describeManifest(compiled.canonical, compiled.manifest);
  return { change, before, after };
}
