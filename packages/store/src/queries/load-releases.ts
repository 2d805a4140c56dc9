import type { Checksum, Release, Slug } from "@lockstep/model";
import { type InferSelectModel, sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { releases } from "../schema/index.ts";

type ReleaseRow = InferSelectModel<typeof releases>;

const select = statement<{ slugs: readonly string[] }, ReleaseRow>(
  ({ slugs }, { isOneOf }) => sql`SELECT * FROM ${releases} WHERE ${isOneOf(sql`slug`, slugs)}`,
);

/** Claims of all versions of these slugs. */
export function* loadReleases(slugs: readonly Slug[]): Query<readonly Release[]> {
  if (slugs.length === 0) return [];
  return (yield* rowsOf(select, { slugs })).map(releaseOf);
}

function releaseOf(row: ReleaseRow): Release {
  const { slug, version, environment, revision, deploy } = row;
  return {
    slug,
    version,
    environment,
    revision,
    deploy,
    content: row.content as Checksum,
    releasedAt: row.released_at,
  };
}
