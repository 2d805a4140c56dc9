import { fromTimestamp, type RunFilter, toTimestamp } from "@lockstep/model";
import { type SQL, sql } from "drizzle-orm";

import { idAt, skewMs } from "../database/id-at.ts";
import { runs } from "../schema/index.ts";

/** What a filter asks of a run, apart from where its span ends in the order of ids. */
export function conditionsOf(filter: RunFilter): readonly (SQL | false)[] {
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
export function endsOf(
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
