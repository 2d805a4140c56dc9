import { type Approval, Failure } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { approvalOf, type ApprovalRow } from "../rows/approval-row.ts";
import { approvals, deploys } from "../schema/index.ts";

const insert = statement<
  { id: string; deploy: string; actor: string; verdict: string; planHash: string; reason: string },
  ApprovalRow
>(
  ({ id, deploy, actor, verdict, planHash, reason }) => sql`
    INSERT INTO ${approvals} (id, deploy, actor, verdict, plan_hash, reason, at)
    SELECT ${id}, id, ${actor}, ${verdict}, ${planHash}, ${reason}, lockstep_now()
    FROM ${deploys} WHERE id = ${deploy}
    RETURNING *`,
);

export interface NewApproval extends Omit<Approval, "at"> {
  readonly id: string;
  readonly deploy: string;
}

/** Keeps a person's word on a plan. */
export function* insertApproval({
  id,
  deploy,
  actor,
  verdict,
  planHash,
  reason,
}: NewApproval): Query<Approval> {
  const row = yield* firstOf(insert, { id, deploy, actor, verdict, planHash, reason });
  if (row === null) throw new Failure("not-found", `There is no deploy ${deploy}.`);
  return approvalOf(row);
}
