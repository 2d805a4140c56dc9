import type { Checksum, Release, Slug, Version } from "@lockstep/model";

/** Releases by slug and version. */
export interface ReleaseIndex {
  find(slug: Slug, version: Version): Release | null;
  /** Whether the version is free for this content: never released, or released with the same content. */
  isFree(slug: Slug, version: Version, content: Checksum): boolean;
}

export function indexReleases(releases: readonly Release[]): ReleaseIndex {
  const known = new Map(releases.map((release) => [`${release.slug}@${release.version}`, release]));
  const find = (slug: Slug, version: Version) => known.get(`${slug}@${version}`) ?? null;
  return {
    find,
    isFree: (slug, version, content) => (find(slug, version)?.content ?? content) === content,
  };
}
