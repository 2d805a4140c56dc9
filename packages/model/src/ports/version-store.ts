import type { Checksum, Slug, Timestamp, Version } from "../identifiers.ts";
import type { Release } from "../plan.ts";
import type { CompiledPipeline } from "../snapshot.ts";
import type { Page, PageRequest } from "./page.ts";

export interface VersionStore {
  /** Adds manifests by checksum; what is already there stays. */
  insertManifests(manifests: readonly CompiledPipeline[]): Promise<void>;
  /** Canonical text by manifest checksum, exactly as stored; the caller re-hashes it. */
  loadManifest(manifest: Checksum): Promise<string | null>;
  loadManifests(manifests: readonly Checksum[]): Promise<ReadonlyMap<Checksum, string>>;
  /** Claims of all versions of these slugs. */
  loadReleases(slugs: readonly Slug[]): Promise<readonly Release[]>;
  listVersions(slug: Slug, page: PageRequest): Promise<Page<VersionListing>>;
}

/** One version of a pipeline that was ever applied anywhere. */
export interface VersionListing {
  readonly slug: Slug;
  readonly version: Version;
  readonly content: Checksum;
  readonly manifest: Checksum;
  readonly release: Release | null;
  /** Environments in which it is in force now. */
  readonly appliedIn: readonly Slug[];
  readonly firstSeenAt: Timestamp;
}
