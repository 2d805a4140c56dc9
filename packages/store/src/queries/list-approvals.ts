import type { Approval } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { approvalOf, type ApprovalRow } from "../rows/approval-row.ts";
import { approvals } from "../schema/index.ts";

const select = statement<{ deploy: string }, ApprovalRow>(
  ({ deploy }) => sql`SELECT * FROM ${approvals} WHERE deploy = ${deploy} ORDER BY at, id`,
);

/** Oldest first. */
export function* listApprovals(deploy: string): Query<readonly Approval[]> {
  return (yield* rowsOf(select, { deploy })).map(approvalOf);
}
