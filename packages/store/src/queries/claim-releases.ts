import type { Checksum, Release, Slug, Version } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { releases } from "../schema/index.ts";
import { loadReleases } from "./load-releases.ts";

export interface ReleaseClaims {
  readonly environment: Slug;
  readonly revision: string;
  readonly deploy: string;
  readonly at: string;
  readonly releases: readonly {
    readonly slug: Slug;
    readonly version: Version;
    readonly content: Checksum;
  }[];
}

const insertion = insertInto(releases, {
  columns: ["slug", "version", "content", "environment", "revision", "deploy", "released_at"],
  onConflict: sql`ON CONFLICT (slug, version) DO NOTHING`,
});

/** Takes the claims; returns one that stands for other content, if there is any. */
export function* claimReleases(claims: ReleaseClaims): Query<Release | null> {
  const { environment, revision, deploy, at: released_at } = claims;
  // All writers in one order, so that none waits for another in a circle.
  const claimed = [...claims.releases].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const taken = yield* inserted(
    insertion,
    claimed.map(({ slug, version, content }) => ({
      slug,
      version,
      content,
      environment,
      revision,
      deploy,
      released_at,
    })),
  );
  if (taken === claimed.length) return null;
  const wanted = new Map(claimed.map((release) => [keyOf(release), release.content]));
  const standing = yield* loadReleases(claimed.map(({ slug }) => slug));
  return (
    standing.find((release) => (wanted.get(keyOf(release)) ?? release.content) !== release.content) ?? null
  );
}

function keyOf({ slug, version }: { readonly slug: Slug; readonly version: Version }): string {
  return `${slug}@${version}`;
}
