import type { ComparedSide, Environment, OrgStore, Slug, VersionPointer } from "@lockstep/model";

import type { PreviewSources } from "../previews/find-previewed.ts";

/** What comparing takes its facts from. */
export type ComparisonSources = PreviewSources;

/** One pipeline of a side; its manifest is loaded only when it differs. */
export interface ComparablePipeline extends VersionPointer {
  readonly slug: Slug;
  /** Canonical text; `null` when it is not stored any more. */
  loadCanonical(): Promise<string | null>;
}

/** What one of both texts means. */
export interface Side {
  readonly shown: ComparedSide;
  readonly pipelines: ReadonlyMap<Slug, ComparablePipeline>;
  /** `null` for what is no environment. */
  readonly configuration: Environment | null;
}

/** Pipelines whose manifests are stored. */
export function storedPipelines(
  versions: Pick<OrgStore["versions"], "loadManifest">,
  pipelines: Iterable<VersionPointer & { readonly slug: Slug }>,
): ReadonlyMap<Slug, ComparablePipeline> {
  const comparable = [...pipelines].map(({ slug, version, content, manifest, team, path }) => {
    const loadCanonical = () => versions.loadManifest(manifest);
    return [slug, { slug, version, content, manifest, team, path, loadCanonical }] as const;
  });
  return new Map(comparable);
}
