import type { SweepRequest, SweptRun } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

interface SweptRow {
  readonly id: string;
  readonly ended_at: string | null;
  readonly erased_at: string | null;
  readonly created_at: string;
}

const select = statement<{ environment: string; after: string; limit: number }, SweptRow>(
  ({ environment, after, limit }) => sql`
    SELECT id, ended_at, erased_at, created_at FROM ${runs}
    WHERE environment = ${environment} AND id > ${after} ORDER BY id LIMIT ${limit}`,
);

/** The oldest runs, up to the first one that was accepted too late: what follows it was too. */
export function* listForSweep({
  environment,
  before,
  after,
  limit,
}: SweepRequest): Query<readonly SweptRun[]> {
  const rows = yield* rowsOf(select, { environment, after: after ?? "", limit });
  const end = rows.findIndex(({ created_at }) => created_at >= before);
  return rows.slice(0, end === -1 ? rows.length : end).map(({ id, ended_at, erased_at }) => ({
    id,
    endedAt: ended_at,
    isErased: erased_at !== null,
  }));
}
