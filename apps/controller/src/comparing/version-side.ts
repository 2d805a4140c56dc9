import { readStoredPipeline } from "@lockstep/manifest";
import { Failure, type Slug, type Version, type VersionListing } from "@lockstep/model";

import { type ComparisonSources, type Side, storedPipelines } from "./side.ts";

/** A version that was ever applied; the newest of its manifests. Failure: `not-found`, also for what is out of reach. */
export async function versionSide(
  { store }: Pick<ComparisonSources, "store">,
  { asked, slug, version }: { readonly asked: string; readonly slug: Slug; readonly version: Version },
  environments: readonly Slug[] | null,
): Promise<Side> {
  const isWanted = (one: VersionListing) => one.version === version;
  const listing = await findVersion(store.versions, { slug, isWanted, environments });
  if (listing === null)
    throw new Failure(
      "not-found",
      `${slug} ${version} was never applied here. GET /api/v1/versions/${slug} lists the versions there are.`,
    );
  const { content, manifest } = listing;
  const text = await store.versions.loadManifest(manifest);
  const team = (text === null ? null : readStoredPipeline(text, manifest))?.team ?? null;
  const pointer = { slug, version, content, manifest, team, path: "" };
  return {
    shown: {
      asked,
      kind: "version",
      title: `${slug} ${version}`,
      environment: null,
      revision: listing.release?.revision ?? null,
      sequence: null,
      at: listing.firstSeenAt,
      pipelines: 1,
    },
    pipelines: storedPipelines(store.versions, [pointer]),
    configuration: null,
  };
}

/** The newest manifest of a pipeline that is wanted and within reach. */
export async function findVersion(
  versions: ComparisonSources["store"]["versions"],
  wanted: {
    readonly slug: Slug;
    readonly isWanted: (listing: VersionListing) => boolean;
    readonly environments: readonly Slug[] | null;
  },
): Promise<VersionListing | null> {
  let cursor: string | null = null;
  do {
    const page = await versions.listVersions(wanted.slug, { limit: 100, cursor });
    const found = page.items.find(
      (listing) => wanted.isWanted(listing) && isVersionWithin(listing, wanted.environments),
    );
    if (found !== undefined) return found;
    cursor = page.next;
  } while (cursor !== null);
  return null;
}

/** Whether a version is applied in, or was released by, one of these environments; `null` is all of them. */
function isVersionWithin(
  { appliedIn, release }: Pick<VersionListing, "appliedIn" | "release">,
  environments: readonly Slug[] | null,
): boolean {
  if (environments === null) return true;
  return (
    appliedIn.some((environment) => environments.includes(environment)) ||
    (release !== null && environments.includes(release.environment))
  );
}
