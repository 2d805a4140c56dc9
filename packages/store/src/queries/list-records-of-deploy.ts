import type { DeployRecord } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deployRecordOf, type DeployRecordRow } from "../rows/deploy-record-row.ts";
import { deployRecords } from "../schema/index.ts";

const select = statement<{ deploy: string }, DeployRecordRow>(
  ({ deploy }) => sql`SELECT * FROM ${deployRecords} WHERE deploy = ${deploy} ORDER BY position`,
);

export function* listRecordsOfDeploy(deploy: string): Query<readonly DeployRecord[]> {
  return (yield* rowsOf(select, { deploy })).map(deployRecordOf);
}
