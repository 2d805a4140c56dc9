import { type Checksum, checksumOfText, type LivePipeline, type Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environmentPipelines, pipelineVersions } from "../schema/index.ts";

interface LiveRow extends Pick<LivePipeline, "slug" | "version" | "manifest" | "content"> {
  readonly canonical: string | null;
}

/** Rows at a time, so that not all texts are in memory at once. */
const batch = 500;

const select = statement<{ environment: Slug; after: string; batch: number }, LiveRow>(
  ({ environment, after, batch }) => sql`
    SELECT live.slug, live.version, live.manifest, live.content, canonical
    FROM ${environmentPipelines} AS live LEFT JOIN ${pipelineVersions} AS stored ON stored.manifest = live.manifest
    WHERE environment = ${environment} AND live.slug > ${after}
    ORDER BY live.slug LIMIT ${batch}`,
);

/** What the rows contain, each text hashed again. */
export function* loadLive(environment: Slug): Query<readonly LivePipeline[]> {
  const found: LivePipeline[] = [];
  for (;;) {
    const after = found.at(-1)?.slug ?? "";
    const rows = yield* rowsOf(select, { environment, after, batch });
    found.push(...rows.map(({ canonical, ...row }) => ({ ...row, rehashed: rehash(canonical) })));
    if (rows.length < batch) return found;
  }
}

function rehash(canonical: string | null): Checksum | null {
  return canonical === null ? null : checksumOfText("lockstep-manifest/v1", canonical);
}
