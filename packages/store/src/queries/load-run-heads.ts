import type { RunHead } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runLogs, runs } from "../schema/index.ts";

interface HeadRow {
  readonly id: string;
  readonly state: string;
  readonly started_at: string | null;
  readonly wake_at: string | null;
  readonly position: number;
}

const select = statement<{ ids: readonly string[] }, HeadRow>(
  ({ ids }, { isOneOf }) => sql`
    SELECT id, state, started_at, wake_at,
      coalesce((SELECT max(position) FROM ${runLogs} WHERE run = ${runs.id}), 0) AS position
    FROM ${runs} WHERE ${isOneOf(sql`id`, ids)}`,
);

/** How far these runs have come. */
export function* loadRunHeads(ids: readonly string[]): Query<readonly RunHead[]> {
  if (ids.length === 0) return [];
  const rows = yield* rowsOf(select, { ids });
  return rows.map(({ id, state, started_at, wake_at, position }) => ({
    id,
    state: state as RunHead["state"],
    startedAt: started_at,
    wakeAt: wake_at,
    position,
  }));
}
