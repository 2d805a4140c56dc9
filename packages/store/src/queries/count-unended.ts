import type { ImpactStore, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

type Unended = Awaited<ReturnType<ImpactStore["countUnended"]>>;

const select = statement<{ environment: Slug; slugs: readonly string[] }, Unended[number]>(
  ({ environment, slugs }, { isOneOf }) => sql`
    SELECT slug, version, count(*) AS count FROM ${runs}
    WHERE environment = ${environment} AND ${isOneOf(sql`slug`, slugs)} AND ended_at IS NULL
    GROUP BY slug, version`,
);

/** Runs that have not ended, by pipeline and version; sorted by both. */
export function* countUnended(environment: Slug, slugs: readonly Slug[]): Query<Unended> {
  if (slugs.length === 0) return [];
  const rows = yield* rowsOf(select, { environment, slugs });
  return rows
    .map(({ slug, version, count }) => ({ slug, version, count: Number(count) }))
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function keyOf({ slug, version }: Unended[number]): string {
  return `${slug} ${version}`;
}
