import {
  durationMilliseconds,
  type PipelineTrigger,
  type RunState,
  type Slug,
  type Timestamp,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { appliedTriggers, runs, triggerFirings } from "../schema/index.ts";
import { type FiringInsert, insertFirings } from "./insert-firings.ts";

interface Completion {
  readonly environment: Slug;
  readonly slug: Slug;
  readonly definition: string;
  readonly run: string;
  readonly state: RunState;
  readonly ended_at: Timestamp;
  readonly depth: number | null;
}

const select = statement<{ ids: readonly string[] }, Completion>(
  ({ ids }, { isOneOf }) => sql`
    SELECT t.environment, t.slug, t.definition, r.id AS run, r.state, r.ended_at, f.depth
    FROM ${runs} AS r
    JOIN ${appliedTriggers} AS t ON t.environment = r.environment AND t.source = r.slug AND t.type = 'pipeline'
      AND t.enabled = 1
    LEFT JOIN ${triggerFirings} AS f ON f.run = r.id
    WHERE ${isOneOf(sql`r.id`, ids)}`,
);

/** What is longer would leave the calendar of the database, in the transaction that ends the run. */
const longestDelayMs = 366 * 86_400_000;

/** Makes a firing of every trigger that waits for the end of these runs. Part of the transaction that ends them. */
export function* fireCompletions(ended: readonly string[]): Query<void> {
  if (ended.length === 0) return;
  const completions = yield* rowsOf(select, { ids: ended });
  yield* insertFirings(completions.flatMap(firingOf));
}

function firingOf({ environment, slug, definition, ...upstream }: Completion): readonly FiringInsert[] {
  const trigger = JSON.parse(definition) as PipelineTrigger;
  const { run, state, ended_at: scheduledAt, depth } = upstream;
  if (!listensTo(trigger, state)) return [];
  const firing = {
    environment,
    slug,
    trigger: trigger.id,
    key: `run:${run}`,
    type: trigger.type,
    scheduledAt,
    depth: (depth ?? 0) + 1,
    payload: { run },
  };
  return [
    {
      firing,
      state: "pending",
      reason: null,
      afterMs: Math.min(durationMilliseconds(trigger.delay), longestDelayMs),
    },
  ];
}

function listensTo({ on }: PipelineTrigger, state: RunState): boolean {
  switch (on) {
    case "success":
      return state === "completed";
    case "failure":
      return state === "failed";
    case "completion":
      return true;
  }
}
