import type { Approval } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { approvalOf, type ApprovalRow } from "../rows/approval-row.ts";
import { approvals } from "../schema/index.ts";

const select = statement<{ planHash: string }, ApprovalRow>(
  ({ planHash }) => sql`SELECT * FROM ${approvals} WHERE plan_hash = ${planHash} ORDER BY at, id`,
);

/** Oldest first. */
export function* listApprovals(planHash: string): Query<readonly Approval[]> {
  return (yield* rowsOf(select, { planHash })).map(approvalOf);
}
