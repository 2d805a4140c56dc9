import type { Checksum, Page, PageRequest, Release, Slug, VersionListing } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import {
  environmentPipelines,
  environments,
  pipelineAssignments,
  pipelineVersions,
} from "../schema/index.ts";
import { loadReleases } from "./load-releases.ts";

interface VersionRow {
  readonly manifest: Checksum;
  readonly content: Checksum;
  readonly version: string;
  readonly first_seen_at: string;
}

const selectInForce = statement<{ slug: Slug }, { readonly environment: Slug; readonly manifest: Checksum }>(
  ({ slug }) => sql`
  SELECT environment, manifest FROM ${environmentPipelines}
  WHERE environment IN (SELECT ${environments.slug} FROM ${environments}) AND ${environmentPipelines.slug} = ${slug}
  ORDER BY environment`,
);

/** Every manifest of a pipeline that was ever applied anywhere, newest first. */
export function* listVersions(slug: Slug, page: PageRequest): Query<Page<VersionListing>> {
  const rows = yield* rowsOf(selectPage(slug, page), {});
  const releases = new Map((yield* loadReleases([slug])).map((release) => [release.version, release]));
  const inForce = yield* rowsOf(selectInForce, { slug });
  return pageOf(rows, page, {
    keyOf: (row) => [row.first_seen_at, row.manifest],
    toItem: ({ manifest, content, version, first_seen_at: firstSeenAt }) => ({
      slug,
      version,
      content,
      manifest,
      firstSeenAt,
      release: ownRelease(releases.get(version), content),
      appliedIn: inForce.filter((row) => row.manifest === manifest).map(({ environment }) => environment),
    }),
  });
}

/** Where versions may be rewritten, a manifest may have a version whose claim is another's. */
function ownRelease(release: Release | undefined, content: Checksum): Release | null {
  return release?.content === content ? release : null;
}

function selectPage(slug: Slug, page: PageRequest) {
  const before = keyOfCursor(page, ["string", "string"]);
  return statement<Record<string, never>, VersionRow>(
    () => sql`
      SELECT manifest, content, version, first_seen_at FROM ${pipelineVersions} AS listed${where(
        sql`listed.slug = ${slug}`,
        before !== null && sql`(first_seen_at, manifest) < (${before[0]}, ${before[1]})`,
        // Nested, not joined: SQLite would scan the history to find an environment.
        sql`EXISTS (
          SELECT 1 FROM ${environments} WHERE EXISTS (
            SELECT 1 FROM ${pipelineAssignments} AS assigned
            WHERE assigned.environment = ${environments.slug} AND assigned.slug = listed.slug
              AND assigned.manifest = listed.manifest))`,
      )} ORDER BY first_seen_at DESC, manifest DESC LIMIT ${rowsForPage(page)}`,
  );
}
