import {
  chainStart,
  type Checksum,
  type DeployRecord,
  hashDeployRecord,
  type Slug,
  type UnhashedDeployRecord,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { firstOf, inserted, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deployRecords } from "../schema/index.ts";
import { readNow } from "./read-now.ts";

const selectHead = statement<{ environment: Slug }, { readonly position: number; readonly hash: Checksum }>(
  ({ environment }) => sql`
    SELECT position, hash FROM ${deployRecords}
    WHERE environment = ${environment} ORDER BY position DESC LIMIT 1`,
);

const insertion = insertInto(deployRecords, {
  columns: ["environment", "position", "kind", "deploy", "at", "body", "previous", "hash"],
});

export type NewDeployRecord = Pick<DeployRecord, "environment" | "kind" | "deploy" | "body">;

/** Chains a record to the environment's last one. The caller holds the environment's lease. */
export function* appendRecord({ environment, kind, deploy, body }: NewDeployRecord): Query<DeployRecord> {
  const head = yield* firstOf(selectHead, { environment });
  const unhashed: UnhashedDeployRecord = {
    environment,
    position: (head?.position ?? 0) + 1,
    kind,
    deploy,
    at: yield* readNow(),
    body,
    previous: head?.hash ?? chainStart,
  };
  const record = { ...unhashed, hash: hashDeployRecord(unhashed) };
  yield* inserted(insertion, [{ ...record, body: JSON.stringify(body) }]);
  return record;
}
