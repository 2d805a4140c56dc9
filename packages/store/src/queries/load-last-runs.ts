import type { LastRun, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pipelineAssignments, runs } from "../schema/index.ts";

interface Row {
  readonly id: string;
  readonly slug: Slug;
  readonly state: string;
  readonly created_at: string;
  readonly ended_at: string | null;
}

const select = statement<{ environment: Slug; slugs: readonly string[] }, Row>(
  ({ environment, slugs }, { isOneOf }) => sql`
    SELECT r.id, r.slug, r.state, r.created_at, r.ended_at FROM (
      SELECT DISTINCT slug FROM ${pipelineAssignments}
      WHERE environment = ${environment} AND ${isOneOf(sql`slug`, slugs)}
    ) AS named JOIN ${runs} AS r ON r.id = (
      SELECT id FROM ${runs} WHERE environment = ${environment} AND slug = named.slug ORDER BY id DESC LIMIT 1
    )`,
);

/** The newest run of each of these pipelines that ever ran. */
export function* loadLastRuns(environment: Slug, slugs: readonly Slug[]): Query<readonly LastRun[]> {
  if (slugs.length === 0) return [];
  const rows = yield* rowsOf(select, { environment, slugs });
  return rows.map(({ id, slug, state, created_at: createdAt, ended_at: endedAt }) => ({
    id,
    slug,
    state: state as LastRun["state"],
    createdAt,
    endedAt,
  }));
}
