import type { Checksum, RecentOutcomes, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pipelineAssignments, runs } from "../schema/index.ts";

interface Row {
  readonly slug: Slug;
  readonly content: Checksum;
  /** `+` or `-` and the instant of each run; `null` without any. */
  readonly outcomes: string | null;
}

/** From the index `runs_ended` alone, however many runs there are. */
const newest = sql`
  SELECT (CASE state WHEN 'completed' THEN '+' ELSE '-' END) || ended_at AS outcome FROM ${runs}
  WHERE environment = soaked.environment AND content = soaked.content AND slug = soaked.slug
    AND state IN ('completed', 'failed')
  ORDER BY ended_at DESC LIMIT 20`;

const outcomes = sql`(SELECT string_agg(outcome, ' ') FROM (${newest}) AS ended) AS outcomes`;

const selectOf = (isNamed: boolean) =>
  statement<{ environment: Slug; slugs: readonly string[] }, Row>(
    ({ environment, slugs }, { isOneOf }) => sql`
    SELECT soaked.slug, soaked.content, ${outcomes} FROM (
      SELECT a.environment, a.slug, a.content FROM ${pipelineAssignments} AS a JOIN (
        SELECT slug AS newest_slug, max(sequence) AS newest FROM ${pipelineAssignments}
        WHERE environment = ${environment}${isNamed ? sql` AND ${isOneOf(sql`slug`, slugs)}` : sql``} GROUP BY slug
      ) AS heads ON a.slug = newest_slug AND a.sequence = newest
      WHERE a.environment = ${environment} AND a.content IS NOT NULL
    ) AS soaked`,
  );

const selectAll = selectOf(false);
const selectNamed = selectOf(true);

/** How the newest runs of what is in force ended; a pipeline that nobody ran has none. */
export function* loadRecentOutcomes(
  environment: Slug,
  slugs: readonly Slug[] | null,
): Query<readonly RecentOutcomes[]> {
  const rows = yield* rowsOf(slugs === null ? selectAll : selectNamed, { environment, slugs: slugs ?? [] });
  return rows.map(({ slug, content, outcomes: text }) => ({ slug, content, runs: runsOf(text) }));
}

function runsOf(text: string | null): RecentOutcomes["runs"] {
  if (text === null) return [];
  return text
    .split(" ")
    .map((outcome) => ({ failed: outcome.startsWith("-"), endedAt: outcome.slice(1) }))
    .sort((one, other) => (one.endedAt < other.endedAt ? 1 : -1));
}
