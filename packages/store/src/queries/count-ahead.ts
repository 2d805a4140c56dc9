import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pipelineAssignments } from "../schema/index.ts";

interface Row {
  readonly slug: Slug;
  readonly ahead: number | string;
}

const select = statement<{ from: Slug; to: Slug; slugs: readonly string[] }, Row>(
  ({ from, to, slugs }, { isOneOf }) => sql`
    SELECT named.slug, (
      SELECT count(DISTINCT content) FROM ${pipelineAssignments}
      WHERE environment = ${from} AND slug = named.slug AND content IS NOT NULL AND sequence > coalesce((
        SELECT max(sequence) FROM ${pipelineAssignments}
        WHERE environment = ${from} AND slug = named.slug AND content = (
          SELECT content FROM ${pipelineAssignments}
          WHERE environment = ${to} AND slug = named.slug ORDER BY sequence DESC LIMIT 1)
      ), 0)
    ) AS ahead
    FROM (
      SELECT DISTINCT slug FROM ${pipelineAssignments}
      WHERE environment = ${from} AND ${isOneOf(sql`slug`, slugs)}
    ) AS named`,
);

/** Contents applied in one environment since it had what the other one has now. */
export function* countAhead(from: Slug, to: Slug, slugs: readonly Slug[]): Query<ReadonlyMap<Slug, number>> {
  if (slugs.length === 0) return new Map();
  const rows = yield* rowsOf(select, { from, to, slugs });
  return new Map(rows.map(({ slug, ahead }) => [slug, Number(ahead)]));
}
