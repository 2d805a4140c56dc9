import type { NewRun, ScopedQuotas } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { laneOf } from "../admission/lane.ts";
import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

/** Reads the index of lanes only, and no further than the limit. */
const count = statement<{ from: string; to: string; most: number }, { readonly queued: number }>(
  ({ from, to, most }) => sql`
    SELECT count(*) AS queued FROM (
      SELECT lane FROM ${runs} WHERE ready IS NOT NULL AND lane >= ${from} AND lane < ${to} LIMIT ${most}
    ) AS waiting`,
);

/** How many runs of the scope wait for a worker, counted up to `most`. */
export function* countQueued(run: NewRun, { scope }: ScopedQuotas, most: number): Query<number> {
  const row = yield* firstOf(count, { ...lanesOf(run, scope), most });
  return row?.queued ?? 0;
}

/** The range of lanes that belong to a scope. */
function lanesOf(run: NewRun, scope: ScopedQuotas["scope"]): { readonly from: string; readonly to: string } {
  if (scope === "pipeline") return { from: laneOf(run), to: `${laneOf(run)}\u0001` };
  const prefix = scope === "environment" ? run.environment : `${run.environment}/${run.admission.account}`;
  // What follows the slash in ASCII is a zero.
  return { from: `${prefix}/`, to: `${prefix}0` };
}
