import type { Actor, AskedApproval, RetriedRun, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { openApprovalOf, type OpenApprovalRow } from "../rows/open-approval-row.ts";
import { runs, stepAttempts } from "../schema/index.ts";

interface Row extends OpenApprovalRow {
  readonly actor: string;
  readonly retry_of: string | null;
}

/** Approval steps that wait for people, oldest run first, with who must not answer them. */
export function* listAsked(
  environments: readonly Slug[] | null,
  limit: number,
): Query<readonly AskedApproval[]> {
  const select = statement<{ environments: readonly string[] }, Row>(
    (given, { isOneOf }) =>
      sql`SELECT a.run, a.step, a.item, a.attempt, a.waits_details, a.started_at, a.retry_at,
          r.environment, r.slug, r.version, r.team, r.actor, r.retry_of
        FROM ${stepAttempts} AS a JOIN ${runs} AS r ON r.id = a.run${where(
          sql`a.state = 'waiting'`,
          sql`a.waits_for = 'person'`,
          sql`a.waits_for IS NOT NULL`,
          sql`a.reply IS NULL`,
          // What waits is little and comes in order; all runs of an environment are many: their index is kept out of it.
          environments !== null && isOneOf(sql`(r.environment || '')`, given.environments),
        )} ORDER BY a.run, a.step, a.item LIMIT ${limit}`,
  );
  const rows = yield* rowsOf(select, { environments: environments ?? [] });
  return rows.map((row) => ({ question: openApprovalOf(row), starters: startersOf(row) }));
}

function startersOf({ actor, retry_of: retried }: Row): readonly string[] {
  const { id } = JSON.parse(actor) as Actor;
  return retried === null ? [id] : [id, ...(JSON.parse(retried) as RetriedRun).actors];
}
