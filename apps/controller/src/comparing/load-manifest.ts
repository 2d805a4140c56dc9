import { describeManifest } from "@lockstep/manifest";
import { type Checksum, Failure, type ManifestText, type Slug } from "@lockstep/model";

import type { ComparisonSources } from "./side.ts";
import { findVersion } from "./version-side.ts";

/** A stored manifest that was applied within reach. Failures: `not-found`, `row-tampered`. */
export async function loadManifest(
  { store }: Pick<ComparisonSources, "store">,
  manifest: Checksum,
  environments: readonly Slug[] | null,
): Promise<ManifestText> {
  const text = await store.versions.loadManifest(manifest);
  if (text === null) throw noSuchManifest();
  const described = describeManifest(text, manifest);
  if (described === null)
    throw new Failure(
      "row-tampered",
      `The stored manifest ${manifest} was changed in the database; it is not shown. Deploy the pipeline again to restore it.`,
      { code: "ROW_TAMPERED" },
    );
  const isWanted = (listing: { readonly manifest: Checksum }) => listing.manifest === manifest;
  const { slug } = described;
  if ((await findVersion(store.versions, { slug, isWanted, environments })) === null) throw noSuchManifest();
  return described;
}

function noSuchManifest(): Failure {
  return new Failure(
    "not-found",
    "No such manifest was ever applied here. GET /api/v1/versions/{slug} lists those that were.",
  );
}
