import type { Application, Timestamp } from "@lockstep/model";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { smokeRuns } from "../schema/index.ts";

const insertion = insertInto(smokeRuns, {
  columns: [
    "deploy",
    "position",
    "environment",
    "pipeline",
    "input",
    "expect",
    "on_failure",
    "outcome",
    "because",
    "created_at",
  ],
});

/** What has to go well after an apply, pending. */
export function* insertSmokeRuns({ deploy, smoke }: Application, at: Timestamp): Query<void> {
  yield* inserted(
    insertion,
    smoke.map(({ pipeline, input, expect, onFailure }, position) => ({
      deploy: deploy.id,
      position,
      environment: deploy.environment,
      pipeline,
      input: JSON.stringify(input),
      expect,
      on_failure: onFailure,
      outcome: "pending",
      because: "",
      created_at: at,
    })),
  );
}
