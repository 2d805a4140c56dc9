import { fromTimestamp, type RunDuration, type RunFilter, type Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { runs } from "../schema/index.ts";
import { conditionsOf, endsOf } from "./run-conditions.ts";

interface DurationRow extends Pick<RunDuration, "id" | "slug" | "environment" | "state" | "version"> {
  readonly created_at: Timestamp;
  readonly started_at: Timestamp;
  readonly ended_at: Timestamp;
}

/** The newest runs that a filter leaves and that started and ended, newest first. */
export function* listDurations(filter: RunFilter, limit: number): Query<readonly RunDuration[]> {
  const select = statement<Record<string, never>, DurationRow>(
    () => sql`
      SELECT id, slug, environment, state, version, created_at, started_at, ended_at FROM ${runs}${where(
        ...conditionsOf(filter),
        ...endsOf(filter, null),
        sql`started_at IS NOT NULL`,
        sql`ended_at IS NOT NULL`,
      )} ORDER BY id DESC LIMIT ${limit}`,
  );
  return (yield* rowsOf(select, {})).map(({ created_at, started_at, ended_at, ...rest }) => ({
    ...rest,
    createdAt: created_at,
    durationMs: Math.max(0, fromTimestamp(ended_at) - fromTimestamp(started_at)),
  }));
}
