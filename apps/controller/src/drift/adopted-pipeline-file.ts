import { formatManifest } from "@lockstep/manifest";
import { checksumOfText, type DetectedDrift, type Environment, type LivePipeline } from "@lockstep/model";
import picomatch from "picomatch";

import type { AdoptedFile } from "./adopt-drift.ts";
import type { AdoptDeps } from "./drift-deps.ts";
import { notAdoptable } from "./not-adoptable.ts";

/** The pipeline's file as the rows would have it: byte by byte what `lockstep fmt` makes of the canonical manifest. */
export async function adoptedPipelineFile(
  deps: Pick<AdoptDeps, "store">,
  { source }: Environment,
  found: DetectedDrift,
): Promise<AdoptedFile> {
  const { branch, include } = source;
  const { applied, live, kind } = found;
  if (kind === "missing" && applied !== null) return { branch, path: applied.path, text: null };
  if (live === null || kind === "unreachable") throw notAdoptable(found, "there is no manifest to take over");
  if (live.manifest === applied?.manifest && live.rehashed === live.manifest)
    throw notAdoptable(found, "the manifest is the applied one, only the row about it was edited");
  const text = await readManifest(deps, found, live);
  if (applied !== null) return { branch, path: applied.path, text };
  return { branch, path: await freePath(deps, found, live, include), text };
}

async function readManifest(
  { store }: Pick<AdoptDeps, "store">,
  found: DetectedDrift,
  { manifest, rehashed, stored, slug }: LivePipeline,
): Promise<string> {
  if (rehashed !== manifest)
    throw notAdoptable(
      found,
      "the stored text is not what any checksum was made of: nobody ever compiled it",
    );
  if (stored?.slug !== slug)
    throw notAdoptable(found, `the manifest that the row points to is that of ${stored?.slug ?? "nothing"}`);
  const canonical = await store.versions.loadManifest(manifest);
  if (canonical === null || checksumOfText("lockstep-manifest/v1", canonical) !== manifest)
    throw notAdoptable(found, "the manifest is gone by now");
  return formatManifest(canonical);
}

/** Where the row says, unless another pipeline lives there. */
async function freePath(
  { store }: Pick<AdoptDeps, "store">,
  { environment, slug }: DetectedDrift,
  live: LivePipeline,
  include: readonly string[],
): Promise<string> {
  const taken = new Set((await store.drift.loadAssigned(environment)).map(({ path }) => path));
  const isManifest = picomatch([...include]);
  const name = `${slug}.pipeline.json`;
  const base = picomatch.scan(include[0] ?? "pipelines/**").base;
  const places = [live.path, `${base === "" || base === "." ? "" : `${base}/`}${name}`, `pipelines/${name}`];
  const free = places.find((path) => !taken.has(path) && isManifest(path) && !path.split("/").includes(".."));
  return free ?? `pipelines/${name}`;
}
