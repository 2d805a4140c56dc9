import type { SmokeRun } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { smokeRuns } from "../schema/index.ts";

export interface SmokeOutcome {
  readonly deploy: string;
  readonly position: number;
  readonly outcome: Exclude<SmokeRun["outcome"], "pending">;
  readonly because: string;
}

const update = statement<{ deploy: string; position: number; outcome: string; because: string }>(
  ({ deploy, position, outcome, because }) => sql`
    UPDATE ${smokeRuns} SET outcome = ${outcome}, because = ${because}
    WHERE deploy = ${deploy} AND position = ${position} AND outcome = 'pending'`,
);

/** Ends one once; `false` when it had ended before. */
export function* settleSmokeRun({ deploy, position, outcome, because }: SmokeOutcome): Query<boolean> {
  return (yield* changesOf(update, { deploy, position, outcome, because })) > 0;
}
