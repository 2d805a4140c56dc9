import type { Approval } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { approvals } from "../schema/index.ts";

export type ApprovalRow = InferSelectModel<typeof approvals>;

export function approvalOf(row: ApprovalRow): Approval {
  const { actor, reason, at } = row;
  return { actor, reason, at, verdict: row.verdict as Approval["verdict"], planHash: row.plan_hash };
}
