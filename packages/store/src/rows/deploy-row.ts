import type { Deploy } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { deploys } from "../schema/index.ts";

export type DeployRow = InferSelectModel<typeof deploys>;

export function deployOf(row: DeployRow): Deploy {
  return {
    id: row.id,
    environment: row.environment,
    intent: row.intent as Deploy["intent"],
    state: row.state as Deploy["state"],
    plan: JSON.parse(row.plan) as Deploy["plan"],
    verdicts: JSON.parse(row.verdicts) as Deploy["verdicts"],
    because: row.because,
    commit: JSON.parse(row.source_commit) as Deploy["commit"],
    actor: JSON.parse(row.actor) as Deploy["actor"],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
