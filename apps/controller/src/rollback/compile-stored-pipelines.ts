import { type Compilation, compileStored, linkStored } from "@lockstep/manifest";
import {
  type AppliedPipeline,
  Failure,
  type Revision,
  type Snapshot,
  type VersionStore,
} from "@lockstep/model";

/** Compiled at a time, after which others get their turn. */
const slice = 100;

/**
 * The snapshot that these pipelines make together, from what the org database keeps of them. Every text is hashed again:
 * `row-tampered` names the pipeline whose text is not what was applied.
 */
export async function compileStoredPipelines(
  versions: Pick<VersionStore, "loadManifests">,
  revision: Revision,
  pipelines: readonly AppliedPipeline[],
): Promise<Snapshot> {
  const compilations: Compilation[] = [];
  for (let start = 0; start < pipelines.length; start += slice) {
    const some = pipelines.slice(start, start + slice);
    const texts = await versions.loadManifests(some.map(({ manifest }) => manifest));
    for (const { slug, path, manifest, version } of some) {
      const canonical = texts.get(manifest);
      const compiled = canonical === undefined ? null : compileStored({ slug, path, manifest, canonical });
      if (compiled === null) throw tampered(slug, version);
      compilations.push(compiled);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return linkStored(revision, compilations);
}

function tampered(slug: string, version: string): Failure {
  return new Failure(
    "row-tampered",
    `The stored manifest of ${slug} ${version} is missing or was changed in the database. Choose --pipelines so that another version of it is in force, or deploy it again to restore it.`,
    { code: "ROW_TAMPERED" },
  );
}
