import { type ChangedPipeline, compareChange, type Comparison, type PipelineLookup } from "@lockstep/diff";
import { readCompiledPipeline, readStoredPipeline } from "@lockstep/manifest";
import type { AppliedPipeline, Checksum, CompiledPipeline, Slug, VersionStore } from "@lockstep/model";

/** A pipeline that is in force and stays, in another version. */
interface TwoSided {
  readonly slug: Slug;
  readonly from: AppliedPipeline;
  readonly to: CompiledPipeline;
}

/** Compared at a time: a few milliseconds, after which requests get their turn, and garbage that dies young. */
const slice = 50;

/** Compares what changed with what is in force, without holding the process up or all manifests in memory. */
export async function compareChanges(
  versions: Pick<VersionStore, "loadManifests">,
  changed: readonly ChangedPipeline[],
): Promise<ReadonlyMap<Slug, Comparison>> {
  const pairs = changed.filter((one): one is TwoSided => one.from !== null && one.to !== null);
  const comparisons = new Map<Slug, Comparison>();
  for (let start = 0; start < pairs.length; start += slice) {
    const some = pairs.slice(start, start + slice);
    const stored = await versions.loadManifests(some.map(({ from }) => from.manifest));
    for (const pair of some)
      comparisons.set(pair.slug, compareChange(pair.from, pair.to, lookup(pair, stored)));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return comparisons;
}

/** A stored manifest that no longer gives its checksum is not found; the plan then says that it cannot compare. */
function lookup({ to }: TwoSided, stored: ReadonlyMap<Checksum, string>): PipelineLookup {
  return {
    get(manifest) {
      if (manifest === to.manifest) return readCompiledPipeline(to);
      const text = stored.get(manifest);
      return text === undefined ? undefined : (readStoredPipeline(text, manifest) ?? undefined);
    },
  };
}
