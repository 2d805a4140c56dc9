import type { DeployHead } from "@lockstep/model";
import { sql } from "drizzle-orm";

import type { DeployRow } from "./deploy-row.ts";

export type DeployHeadRow = Omit<DeployRow, "plan" | "verdicts" | "actor">;

/** Columns of a {@link DeployHeadRow}: all but what may be large. */
export const deployHeadColumns = sql`
  id, environment, intent, state, revision, because, source_commit, created_at, updated_at`;

export function deployHeadOf(row: DeployHeadRow): DeployHead {
  return {
    id: row.id,
    environment: row.environment,
    intent: row.intent as DeployHead["intent"],
    state: row.state as DeployHead["state"],
    revision: row.revision,
    because: row.because,
    commit: JSON.parse(row.source_commit) as DeployHead["commit"],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
