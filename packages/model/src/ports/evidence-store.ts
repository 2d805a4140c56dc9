import type { SoakedContent, TestedManifest } from "../evidence.ts";
import type { Checksum, Slug } from "../identifiers.ts";

/** What gates are judged by besides the plan. */
export interface EvidenceStore {
  /** One answer for each content asked for, in that order. */
  loadSoak(
    environment: Slug,
    contents: readonly { readonly slug: Slug; readonly content: Checksum }[],
  ): Promise<readonly SoakedContent[]>;
  /** Those manifests that were tested before. */
  loadTests(manifests: readonly Checksum[]): Promise<readonly TestedManifest[]>;
  /** Replaces what was known of the same manifests. */
  saveTests(tested: readonly TestedManifest[]): Promise<void>;
}
