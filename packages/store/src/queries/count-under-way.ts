import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

export interface KeyLoad {
  /** Ready, running or parked: these have the key. */
  readonly active: number;
  /** Whether others wait for it. */
  readonly isAwaited: boolean;
}

/** Each part is a range of the index `runs_by_key`, so that a long queue costs nothing. */
const count = statement<{ key: string }, { readonly active: number; readonly held: number }>(
  ({ key }) => sql`
    SELECT
      (SELECT count(*) FROM ${runs}
        WHERE concurrency_key = ${key} AND ended_at IS NULL AND state IN ('running', 'waiting'))
      + (SELECT count(*) FROM ${runs}
        WHERE concurrency_key = ${key} AND ended_at IS NULL AND state = 'queued' AND ready = 1) AS active,
      (SELECT count(*) FROM (
        SELECT id FROM ${runs}
        WHERE concurrency_key = ${key} AND ended_at IS NULL AND state = 'queued' AND ready = 0 LIMIT 1
      ) AS first) AS held`,
);

/** How many runs have a concurrency key. */
export function* countUnderWay(key: string): Query<KeyLoad> {
  const row = yield* firstOf(count, { key });
  return { active: row?.active ?? 0, isAwaited: (row?.held ?? 0) > 0 };
}
