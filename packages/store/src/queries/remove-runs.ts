import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runFiles, runLogs, runPayloads, runs, stepAttempts } from "../schema/index.ts";

interface Removal {
  readonly ids: readonly string[];
  readonly rows: number;
  readonly [name: string]: number | readonly string[];
}

const removeAttempts = statement<Removal>(
  ({ ids, rows }, { isOneOf }) => sql`
    DELETE FROM ${stepAttempts} WHERE (run, step, item, attempt) IN (
      SELECT run, step, item, attempt FROM ${stepAttempts}
      WHERE ${isOneOf(sql`run`, ids)} AND ${hasEnded(sql`${stepAttempts.run}`)} LIMIT ${rows})`,
);

const removeLogs = statement<Removal>(
  ({ ids, rows }, { isOneOf }) => sql`
    DELETE FROM ${runLogs} WHERE position IN (
      SELECT position FROM ${runLogs}
      WHERE ${isOneOf(sql`run`, ids)} AND ${hasEnded(sql`${runLogs.run}`)} LIMIT ${rows})`,
);

const removePayloads = statement<Removal>(
  ({ ids, rows }, { isOneOf }) => sql`
    DELETE FROM ${runPayloads} WHERE (run, digest) IN (
      SELECT run, digest FROM ${runPayloads}
      WHERE ${isOneOf(sql`run`, ids)} AND ${hasEnded(sql`${runPayloads.run}`)} LIMIT ${rows})`,
);

const removeFiles = statement<Removal>(
  ({ ids, rows }, { isOneOf }) => sql`
    DELETE FROM ${runFiles} WHERE (run, path) IN (
      SELECT run, path FROM ${runFiles}
      WHERE ${isOneOf(sql`run`, ids)} AND ${hasEnded(sql`${runFiles.run}`)} LIMIT ${rows})`,
);

const removeEnded = statement<{ ids: readonly string[] }>(
  ({ ids }, { isOneOf }) => sql`DELETE FROM ${runs} WHERE ${isOneOf(sql`id`, ids)} AND ended_at IS NOT NULL`,
);

/** Removes ended runs, what hangs on them first; false when a bound was reached and there is more. */
export function* removeRuns(ids: readonly string[], rows: number): Query<boolean> {
  if (ids.length === 0) return true;
  for (const removal of [removeAttempts, removeLogs, removePayloads, removeFiles])
    if ((yield* changesOf(removal, { ids, rows })) >= rows) return false;
  yield* changesOf(removeEnded, { ids });
  return true;
}

function hasEnded(run: ReturnType<typeof sql>) {
  return sql`EXISTS (SELECT 1 FROM ${runs} WHERE id = ${run} AND ended_at IS NOT NULL)`;
}
