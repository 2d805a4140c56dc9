import type { DeployRecord, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deployRecordOf, type DeployRecordRow } from "../rows/deploy-record-row.ts";
import { deployRecords } from "../schema/index.ts";

const select = statement<{ environment: Slug; from: number; limit: number }, DeployRecordRow>(
  ({ environment, from, limit }) => sql`
    SELECT * FROM ${deployRecords} WHERE environment = ${environment} AND position >= ${from}
    ORDER BY position LIMIT ${limit}`,
);

/** An environment's chain, oldest first. */
export function* listDeployRecords(request: {
  environment: Slug;
  from: number;
  limit: number;
}): Query<readonly DeployRecord[]> {
  return (yield* rowsOf(select, request)).map(deployRecordOf);
}
