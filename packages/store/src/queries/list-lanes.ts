import { sql } from "drizzle-orm";

import { type Lane, parseLane } from "../admission/lane.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

/** Jumps from lane to lane in the index: as long as a lane may be, it costs one look. */
const select = statement<Record<string, never>, { readonly lane: string }>(
  () => sql`
    WITH RECURSIVE lanes (lane) AS (
      SELECT min(lane) FROM ${runs} WHERE ready IS NOT NULL
      UNION ALL
      SELECT (SELECT min(lane) FROM ${runs} WHERE ready IS NOT NULL AND lane > lanes.lane)
      FROM lanes WHERE lanes.lane IS NOT NULL
    )
    SELECT lane FROM lanes WHERE lane IS NOT NULL`,
);

/** The lanes in which runs wait, of these queues or of all. */
export function* listLanes(queues: readonly string[] | null): Query<readonly Lane[]> {
  const rows = yield* rowsOf(select, {});
  const lanes = rows.map(({ lane }) => parseLane(lane));
  return queues === null ? lanes : lanes.filter(({ queue }) => queues.includes(queue));
}
