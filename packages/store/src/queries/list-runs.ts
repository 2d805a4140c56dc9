import {
  fromTimestamp,
  type Page,
  type PageRequest,
  type RunFilter,
  type RunSummary,
  toTimestamp,
} from "@lockstep/model";
import { getTableColumns, type SQL, sql } from "drizzle-orm";

import { idAt } from "../database/id-at.ts";
import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { runSummaryOf, type RunSummaryRow } from "../rows/run-row.ts";
import { runs } from "../schema/index.ts";

/** What a list shows; input and output may be large and are in no list. */
const listed = sql.join(
  Object.values(getTableColumns(runs)).flatMap(({ name }) =>
    name === "input" || name === "output" ? [] : [sql.identifier(name)],
  ),
  sql`, `,
);

/** Ids are made by processes and instants by the database: how far the two orders may differ. */
const skewMs = 300_000;

/** By id, which is by time. */
export function* listRuns(filter: RunFilter, page: PageRequest): Query<Page<RunSummary>> {
  const isOldestFirst = filter.order === "oldest";
  const cursor = keyOfCursor(page, ["string"]);
  const select = statement<Record<string, never>, RunSummaryRow>(
    () =>
      sql`SELECT ${listed} FROM ${runs}${where(
        cursor !== null && (isOldestFirst ? sql`id > ${cursor[0]}` : sql`id < ${cursor[0]}`),
        ...conditionsOf(filter),
        ...endsOf(filter, cursor === null ? null : isOldestFirst ? "since" : "until"),
      )} ORDER BY id ${isOldestFirst ? sql`ASC` : sql`DESC`} LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: runSummaryOf, keyOf: ({ id }) => [id] });
}

function conditionsOf(filter: RunFilter): readonly (SQL | false)[] {
  const { environment, slug, states, version, deploy, trigger, team, queue, search, since, until } = filter;
  return [
    environment !== null && sql`environment = ${environment}`,
    slug !== null && sql`slug = ${slug}`,
    states.length > 0 && sql`state IN ${[...states]}`,
    version !== null && sql`version = ${version}`,
    deploy !== null && sql`deploy = ${deploy}`,
    trigger !== undefined && sql`"trigger" LIKE ${`%"type":"${trigger}"%`}`,
    team !== undefined && sql`team = ${team}`,
    queue !== undefined && sql`queue = ${queue}`,
    since !== undefined && sql`created_at >= ${since}`,
    until !== undefined && sql`created_at < ${until}`,
    // Ids consist of letters, digits, - and _, all of which sort before ~.
    search !== undefined && sql`id >= ${search} AND id < ${`${search}~`}`,
  ];
}

/**
 * Instants have no index, ids have. A run beyond the asked span keeps everything beyond it from being read; it is
 * looked for from where ids say it is, and found later, not wrongly, where the clocks behind the two disagree. At the
 * end that a cursor has `passed` the cursor itself does that.
 */
function endsOf(
  { since, until, environment }: RunFilter,
  passed: "since" | "until" | null,
): readonly (SQL | false)[] {
  const there = environment === null ? sql`` : sql` AND environment = ${environment}`;
  const before = since === undefined ? 0 : fromTimestamp(since) - skewMs;
  const after = until === undefined ? 0 : fromTimestamp(until) + skewMs;
  return [
    since !== undefined &&
      passed !== "since" &&
      sql`id > coalesce((
        SELECT id FROM ${runs} WHERE id < ${idAt(before)} AND created_at < ${toTimestamp(before)}${there}
        ORDER BY id DESC LIMIT 1), '')`,
    until !== undefined &&
      passed !== "until" &&
      sql`id < coalesce((
        SELECT id FROM ${runs} WHERE id >= ${idAt(after)} AND created_at > ${toTimestamp(after)}${there}
        ORDER BY id LIMIT 1), '~')`,
  ];
}
