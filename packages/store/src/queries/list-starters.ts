import { type Actor, fromTimestamp, type ImpactStore, type Slug, type Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { idAt, skewMs } from "../database/id-at.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

type Starters = Awaited<ReturnType<ImpactStore["listStarters"]>>;

interface Row {
  readonly slug: Slug;
  /** JSON of an {@link Actor}. */
  readonly actor: string;
  readonly count: number;
  readonly last_at: Timestamp;
}

/** Instants have no index, ids have: a run that is older than asked for keeps everything before it from being read. */
const select = statement<
  { environment: Slug; slugs: readonly string[]; since: Timestamp; beginning: string },
  Row
>(
  ({ environment, slugs, since, beginning }, { isOneOf }) => sql`
    SELECT slug, actor, count(*) AS count, max(created_at) AS last_at FROM ${runs}
    WHERE environment = ${environment} AND ${isOneOf(sql`slug`, slugs)} AND created_at >= ${since}
      AND id > coalesce((
        SELECT id FROM ${runs} WHERE environment = ${environment} AND id < ${beginning} AND created_at < ${since}
        ORDER BY id DESC LIMIT 1), '')
    GROUP BY slug, actor`,
);

/** Who started runs since then, by pipeline and actor; sorted by both. */
export function* listStarters(environment: Slug, slugs: readonly Slug[], since: Timestamp): Query<Starters> {
  if (slugs.length === 0) return [];
  const beginning = idAt(fromTimestamp(since) - skewMs);
  const found = new Map<string, Starters[number]>();
  for (const row of yield* rowsOf(select, { environment, slugs, since, beginning })) {
    const { slug } = row;
    const actor = (JSON.parse(row.actor) as Actor).id;
    const key = `${slug} ${actor}`;
    const known = found.get(key);
    const lastAt = known === undefined || known.lastAt < row.last_at ? row.last_at : known.lastAt;
    found.set(key, { slug, actor, runs: (known?.runs ?? 0) + row.count, lastAt });
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, starter]) => starter);
}
