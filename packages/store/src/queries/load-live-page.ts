import { type Checksum, checksumOfText, type LivePipeline, type Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environmentPipelines, pipelineVersions } from "../schema/index.ts";

interface LiveRow extends Pick<LivePipeline, "slug" | "version" | "manifest" | "content"> {
  readonly canonical: string | null;
}

const select = statement<{ environment: Slug; after: string; limit: number }, LiveRow>(
  ({ environment, after, limit }) => sql`
    SELECT live.slug, live.version, live.manifest, live.content, canonical
    FROM ${environmentPipelines} AS live LEFT JOIN ${pipelineVersions} AS stored ON stored.manifest = live.manifest
    WHERE environment = ${environment} AND live.slug > ${after}
    ORDER BY live.slug LIMIT ${limit}`,
);

export interface LivePageRequest {
  readonly environment: Slug;
  /** Slug after which to go on; empty for the first page. */
  readonly after: Slug;
  readonly limit: number;
}

/** What the rows contain, by slug, each text hashed again. */
export function* loadLivePage({
  environment,
  after,
  limit,
}: LivePageRequest): Query<readonly LivePipeline[]> {
  const rows = yield* rowsOf(select, { environment, after, limit });
  return rows.map(({ canonical, ...row }) => ({ ...row, rehashed: rehash(canonical) }));
}

function rehash(canonical: string | null): Checksum | null {
  return canonical === null ? null : checksumOfText("lockstep-manifest/v1", canonical);
}
