import {
  type EndedRuns,
  type FinalRunState,
  fromTimestamp,
  type Slug,
  type Timestamp,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

interface Span {
  readonly environment: Slug;
  readonly slug: Slug | null;
  readonly since: Timestamp;
  readonly until: Timestamp;
}

interface EndedPage {
  readonly groups: readonly EndedRuns[];
  readonly count: number;
  /** Everything from this instant to the end of the span is in `groups`. */
  readonly since: Timestamp;
}

interface GroupRow {
  readonly slug: Slug;
  readonly state: FinalRunState;
  readonly count: number;
  /** For each run its end and, unless it never began, its start; instants have one width. */
  readonly times: string;
}

const isMeant = (slug: Slug | null) => (slug === null ? sql`` : sql` AND slug = ${slug}`);

/**
 * The newest runs that ended in a span: `size` of them, and all that ended with the last of these. One text for each
 * group costs half of what a row for each run does.
 */
export function* listEnded({ environment, slug, since, until }: Span, size: number): Query<EndedPage> {
  const there = (from: Timestamp) => sql`
    FROM ${runs} WHERE environment = ${environment} AND ended_at >= ${from} AND ended_at < ${until}${isMeant(slug)}`;
  const selectLast = statement<Record<string, never>, { readonly ended_at: Timestamp }>(
    () => sql`SELECT ended_at ${there(since)} ORDER BY ended_at DESC LIMIT 1 OFFSET ${size - 1}`,
  );
  const from = (yield* firstOf(selectLast, {}))?.ended_at ?? since;
  const selectGroups = statement<Record<string, never>, GroupRow>(
    () => sql`
      SELECT slug, state, count(*) AS count, string_agg(ended_at || coalesce(started_at, ''), ',') AS times
      ${there(from)} GROUP BY slug, state`,
  );
  const rows = yield* rowsOf(selectGroups, {});
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  return { groups: rows.map((row) => groupOf(environment, row)), count, since: from };
}

const width = "2026-01-01T00:00:00.000Z".length;

function groupOf(environment: Slug, { slug, state, times }: GroupRow): EndedRuns {
  const endedAt: number[] = [];
  const tookMs: (number | null)[] = [];
  for (const pair of times.split(",")) {
    const end = fromTimestamp(pair.slice(0, width));
    endedAt.push(end);
    tookMs.push(pair.length === width ? null : Math.max(0, end - fromTimestamp(pair.slice(width))));
  }
  return { environment, slug, state, endedAt, tookMs };
}
