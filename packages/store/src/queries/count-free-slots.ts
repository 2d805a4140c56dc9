import { scopeKey } from "@lockstep/model";
import { sql } from "drizzle-orm";

import type { SlotLimit } from "../admission/limits.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";
import { takeTurns, turnOfSlots } from "./take-turns.ts";

export interface RunningLoad {
  readonly environment: string;
  readonly account: string;
  readonly slug: string;
  readonly running: number;
}

/** All that run: no more than workers have places for, however long the queues are. */
const select = statement<Record<string, never>, RunningLoad>(
  () => sql`
    SELECT environment, account, slug, count(*) AS running FROM ${runs}
    WHERE state = 'running' GROUP BY environment, account, slug`,
);

/** Free slots by scope, and nobody else takes one until this transaction ends. */
export function* countFreeSlots(limits: readonly SlotLimit[]): Query<ReadonlyMap<string, number>> {
  const byKey = new Map(limits.map((limit) => [scopeKey(limit), limit]));
  if (byKey.size === 0) return new Map();
  yield* takeTurns([...byKey.keys()].map(turnOfSlots).sort());
  const loads = yield* countRunning();
  return new Map([...byKey].map(([key, limit]) => [key, limit.limit - runningIn(limit, loads)]));
}

/** How many runs each pipeline of each team executes. */
export function* countRunning(): Query<readonly RunningLoad[]> {
  return yield* rowsOf(select, {});
}

/** How many of these run in a scope. */
export function runningIn(scope: Omit<SlotLimit, "limit">, loads: readonly RunningLoad[]): number {
  const counted = loads.filter((load) => isIn(scope, load));
  return counted.reduce((sum, { running }) => sum + running, 0);
}

function isIn({ scope, environment, name }: Omit<SlotLimit, "limit">, load: RunningLoad): boolean {
  if (load.environment !== environment) return false;
  switch (scope) {
    case "environment":
      return true;
    case "team":
      return load.account === name;
    case "pipeline":
      return load.slug === name;
  }
}
