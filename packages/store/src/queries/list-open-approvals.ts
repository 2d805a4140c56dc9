import type { OpenApproval, Page, PageRequest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { runs, stepAttempts } from "../schema/index.ts";

interface Row {
  readonly run: string;
  readonly step: string;
  readonly item: number;
  readonly attempt: number;
  readonly waits_details: string;
  readonly started_at: string;
  readonly retry_at: string;
  readonly environment: string;
  readonly slug: string;
  readonly version: string;
  readonly team: string | null;
}

/** Oldest run first: ids are ordered by time. */
export function* listOpenApprovals(
  filter: { readonly environment: string | null; readonly run: string | null },
  page: PageRequest,
): Query<Page<OpenApproval>> {
  const after = keyOfCursor(page, ["string", "string", "number"]);
  const select = statement<Record<string, never>, Row>(
    () =>
      sql`SELECT a.run, a.step, a.item, a.attempt, a.waits_details, a.started_at, a.retry_at,
          r.environment, r.slug, r.version, r.team
        FROM ${stepAttempts} AS a JOIN ${runs} AS r ON r.id = a.run${where(
          sql`a.state = 'waiting'`,
          sql`a.waits_for = 'person'`,
          sql`a.waits_for IS NOT NULL`,
          sql`a.reply IS NULL`,
          filter.environment !== null && sql`r.environment = ${filter.environment}`,
          filter.run !== null && sql`a.run = ${filter.run}`,
          after !== null && sql`(a.run, a.step, a.item) > (${after[0]}, ${after[1]}, ${after[2]})`,
        )} ORDER BY a.run, a.step, a.item LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: approvalOf, keyOf: ({ run, step, item }) => [run, step, item] });
}

function approvalOf(row: Row): OpenApproval {
  const { run, environment, slug, version, team, step, item, attempt } = row;
  const details = JSON.parse(row.waits_details) as Omit<OpenApproval["asked"], "kind">;
  return {
    run,
    environment,
    slug,
    version,
    team,
    step,
    item,
    attempt,
    asked: { kind: "person", ...details },
    since: row.started_at,
    expiresAt: row.retry_at,
  };
}
