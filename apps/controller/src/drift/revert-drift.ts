import {
  type Actor,
  type Checksum,
  checksumOfText,
  type CompiledPipeline,
  type DetectedDrift,
  type Environment,
  type Revision,
  type Slug,
} from "@lockstep/model";

import type { RevertDeps } from "./drift-deps.ts";

/** Revisions that are compiled to find manifests, the likeliest first. */
const mostRevisions = 8;

export interface RevertRequest {
  readonly environment: Slug;
  readonly found: readonly DetectedDrift[];
  readonly actor: Actor;
  readonly reason: string;
}

/** Makes rows again what was applied, with manifests from git where the database has lost them; ids of what is mended. */
export async function revertDrift(
  deps: RevertDeps,
  { environment, found, actor, reason }: RevertRequest,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const lost = await findLost(deps, found);
  const manifests = lost.length === 0 ? [] : await compileLost(deps, environment, lost, signal);
  return deps.store.drift.revert({
    environment,
    ids: found.map(({ id }) => id),
    manifests,
    actor,
    reason,
  });
}

interface LostManifest {
  readonly manifest: Checksum;
  readonly deploy: string;
}

/** Applied manifests whose stored text is gone or is not what its checksum says. */
async function findLost(
  { store }: RevertDeps,
  found: readonly DetectedDrift[],
): Promise<readonly LostManifest[]> {
  const lost: LostManifest[] = [];
  for (const { applied, live } of found) {
    if (applied === null) continue;
    const { manifest, deploy } = applied;
    // A row that points to it was re-hashed with the scan.
    if (live?.manifest === manifest && live.rehashed === manifest) continue;
    const text = await store.versions.loadManifest(manifest);
    if (text === null || checksumOfText("lockstep-manifest/v1", text) !== manifest)
      lost.push({ manifest, deploy });
  }
  return lost;
}

async function compileLost(
  deps: RevertDeps,
  environment: Slug,
  lost: readonly LostManifest[],
  signal: AbortSignal,
): Promise<readonly CompiledPipeline[]> {
  const status = await deps.store.environments.load(environment);
  const policy = status?.policy ?? null;
  if (policy === null) return [];
  const found = new Map<Checksum, CompiledPipeline>();
  for (const revision of await revisionsOf(deps, status?.appliedRevision ?? null, lost)) {
    if (lost.every(({ manifest }) => found.has(manifest))) break;
    for (const pipeline of await compile(deps, policy, revision, signal))
      found.set(pipeline.manifest, pipeline);
  }
  return lost.flatMap(({ manifest }) => found.get(manifest) ?? []);
}

/** The applied revision, and those of the deploys that put the manifests there. */
async function revisionsOf(
  { store }: RevertDeps,
  applied: Revision | null,
  lost: readonly LostManifest[],
): Promise<readonly Revision[]> {
  const revisions = new Set<Revision>(applied === null ? [] : [applied]);
  for (const deploy of new Set(lost.map((each) => each.deploy))) {
    if (revisions.size >= mostRevisions) break;
    const revision = (await store.deploys.load(deploy))?.plan.target.revision;
    if (revision !== undefined) revisions.add(revision);
  }
  return [...revisions];
}

async function compile(
  { source }: RevertDeps,
  { slug, source: { branch, include } }: Environment,
  revision: Revision,
  signal: AbortSignal,
): Promise<readonly CompiledPipeline[]> {
  const snapshot = await source.readSnapshot({ view: `drift:${slug}`, branch, revision, include }, signal);
  return snapshot.pipelines;
}
