import type { Comparison, ComparisonQuestion } from "../comparison.ts";
import type { Checksum, Slug } from "../identifiers.ts";
import type { ChangedManifest, ManifestText, MergePreview, PreviewQuestion } from "../merge-preview.ts";
import type { PageRequest } from "./page.ts";

/**
 * Says what merging would change, through the same path by which the controller applies. Failures: `not-found` for a
 * revision, branch, pull request or pipeline that is not there, those of {@link Repository}.
 */
export interface Previews {
  load(question: PreviewQuestion, signal: AbortSignal): Promise<MergePreview>;
  /** One changed pipeline of an environment with its texts. */
  loadPipeline(
    question: PreviewQuestion,
    place: { readonly environment: Slug; readonly slug: Slug },
    signal: AbortSignal,
  ): Promise<ChangedManifest>;
}

/**
 * Compares any two things that hold pipelines. Failures: `not-found` for what is not there or out of reach,
 * `invalid-input` for a text that means nothing and for a cursor of another list, `repository-invalid` for a revision whose
 * manifests have errors, `row-tampered`, those of {@link Repository}.
 */
export interface Comparisons {
  compare(question: ComparisonQuestion, page: PageRequest, signal: AbortSignal): Promise<Comparison>;
  /** One pipeline that differs, with both texts. */
  loadPipeline(question: ComparisonQuestion, slug: Slug, signal: AbortSignal): Promise<ChangedManifest>;
  /** A stored manifest, re-hashed, if it was ever applied within these environments; `null` is all of them. */
  loadManifest(manifest: Checksum, environments: readonly Slug[] | null): Promise<ManifestText>;
}
