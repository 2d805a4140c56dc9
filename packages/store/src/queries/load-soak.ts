import type { Checksum, Slug, SoakedContent, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pipelineAssignments, quarantine, runs } from "../schema/index.ts";

interface SoakRow {
  readonly slug: Slug;
  readonly content: Checksum;
  readonly since: Timestamp;
  readonly runs: number | string;
  readonly failed: number | string;
  readonly taken_out: number | string;
}

/** The newest runs say how it does; counting millions of them would hold others up. */
const newest = sql`
  SELECT state FROM ${runs}
  WHERE environment = soaked.environment AND content = soaked.content AND slug = soaked.slug
    AND state IN ('completed', 'failed')
  ORDER BY ended_at DESC LIMIT 10000`;

/** By content first: checking every slug with every content would take a square of steps. */
const select = statement<{ environment: Slug; contents: readonly string[] }, SoakRow>(
  ({ environment, contents }, { isOneOf }) => sql`
    SELECT soaked.slug, soaked.content, soaked.since,
      (SELECT count(*) FROM (${newest}) AS ended) AS runs,
      (SELECT count(*) FROM (${newest}) AS ended WHERE state = 'failed') AS failed,
      (SELECT count(*) FROM ${quarantine}
        WHERE environment = soaked.environment AND slug = soaked.slug AND content = soaked.content
          AND lifted_at IS NULL) AS taken_out
    FROM (
      SELECT environment, content, slug, min(at) AS since FROM ${pipelineAssignments}
      WHERE environment = ${environment} AND ${isOneOf(sql`content`, contents)}
      GROUP BY environment, content, slug
    ) AS soaked`,
);

/** How contents did in an environment, in the order asked for; one that was never in force there has no `since`. */
export function* loadSoak(
  environment: Slug,
  asked: readonly { readonly slug: Slug; readonly content: Checksum }[],
): Query<readonly SoakedContent[]> {
  if (asked.length === 0) return [];
  const contents = [...new Set(asked.map(({ content }) => content))];
  const rows = yield* rowsOf(select, { environment, contents });
  const known = new Map(rows.map((row) => [`${row.slug} ${row.content}`, row]));
  return asked.map(({ slug, content }) => {
    const row = known.get(`${slug} ${content}`);
    return {
      slug,
      content,
      since: row?.since ?? null,
      runs: Number(row?.runs ?? 0),
      failed: Number(row?.failed ?? 0),
      isQuarantined: Number(row?.taken_out ?? 0) > 0,
    };
  });
}
