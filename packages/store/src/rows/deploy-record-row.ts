import type { Checksum, DeployRecord } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { deployRecords } from "../schema/index.ts";

export type DeployRecordRow = InferSelectModel<typeof deployRecords>;

export function deployRecordOf(row: DeployRecordRow): DeployRecord {
  const { environment, position, deploy, at } = row;
  return {
    environment,
    position,
    deploy,
    at,
    kind: row.kind as DeployRecord["kind"],
    body: JSON.parse(row.body) as DeployRecord["body"],
    previous: row.previous as Checksum,
    hash: row.hash as Checksum,
  };
}
