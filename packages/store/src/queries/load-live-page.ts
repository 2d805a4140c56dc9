import {
  type AssignedPipeline,
  type Checksum,
  checksumOfText,
  type LivePipeline,
  type Slug,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environmentPipelines, pipelineVersions } from "../schema/index.ts";

interface LiveRow extends AssignedPipeline {
  readonly canonical: string | null;
  readonly stored_slug: Slug | null;
  readonly stored_version: string | null;
  readonly stored_content: Checksum | null;
}

const select = statement<{ environment: Slug; after: string; limit: number }, LiveRow>(
  ({ environment, after, limit }) => sql`
    SELECT live.slug, live.version, live.manifest, live.content, live.team, live.path, live.deploy, live.since,
      stored.canonical, stored.slug AS stored_slug, stored.version AS stored_version, stored.content AS stored_content
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
  return (yield* rowsOf(select, { environment, after, limit })).map(liveOf);
}

function liveOf(row: LiveRow): LivePipeline {
  const { canonical, stored_slug, stored_version, stored_content, ...pointer } = row;
  const rehashed = canonical === null ? null : checksumOfText("lockstep-manifest/v1", canonical);
  const isWhole = rehashed === row.manifest;
  const isStored = stored_slug !== null && stored_version !== null && stored_content !== null;
  return {
    ...pointer,
    rehashed,
    isReadable: isWhole || isJson(canonical),
    stored: isStored ? { slug: stored_slug, version: stored_version, content: stored_content } : null,
  };
}

function isJson(text: string | null): boolean {
  try {
    return text !== null && typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}
