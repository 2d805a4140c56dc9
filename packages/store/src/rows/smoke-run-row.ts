import type { Json, SmokeRun } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { smokeRuns } from "../schema/index.ts";

export type SmokeRunRow = InferSelectModel<typeof smokeRuns>;

export function smokeRunOf(row: SmokeRunRow): SmokeRun {
  const { deploy, environment, position, pipeline, expect, run, because } = row;
  return {
    deploy,
    environment,
    position,
    pipeline,
    input: JSON.parse(row.input) as Json,
    expect,
    onFailure: row.on_failure as SmokeRun["onFailure"],
    run,
    outcome: row.outcome as SmokeRun["outcome"],
    because,
    createdAt: row.created_at,
  };
}
