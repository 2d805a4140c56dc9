import type { ScopedQuotas } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

type Given = {
  readonly day: string;
  readonly environment: string;
  readonly account: string | null;
  readonly slug: string | null;
};

/** Reads the index of runs that cost something, from midnight on. */
const sum = statement<Given, { readonly cost: number | null }>(
  ({ day, environment, account, slug }) => sql`
    SELECT sum(cost) AS cost FROM ${runs}
    WHERE cost > 0 AND created_at >= ${day} AND environment = ${environment}
      AND account = coalesce(${account}, account) AND slug = coalesce(${slug}, slug)`,
);

/** What the runs of a scope have cost so far that were accepted since the start of the day, given as `2026-02-03`. */
export function* sumCost(
  { scope, environment, name }: Omit<ScopedQuotas, "quotas">,
  day: string,
): Query<number> {
  const row = yield* firstOf(sum, {
    day,
    environment,
    account: scope === "team" ? name : null,
    slug: scope === "pipeline" ? name : null,
  });
  return row?.cost ?? 0;
}
