import {
  isFinal,
  type JournalEntry,
  type ParentStep,
  type RunError,
  runEvent,
  type RunInEvent,
  type RunState,
  runStates,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs, stepAttempts } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { deliverEnds } from "./deliver-ends.ts";
import { listAwaiting } from "./list-awaiting.ts";
import { settleRuns } from "./settle-runs.ts";

const selectTree = statement<{ roots: readonly string[] }, { readonly id: string }>(
  ({ roots }, { isOneOf }) => sql`
    WITH RECURSIVE tree (id) AS (
      SELECT id FROM ${runs} WHERE ${isOneOf(sql`id`, roots)}
      UNION
      SELECT below.id FROM ${runs} AS below JOIN tree ON below.awaited_by = tree.id
      WHERE below.state IN ('queued', 'running', 'waiting')
    )
    SELECT id FROM tree`,
);

const lockAll = statement<{ ids: readonly string[] }, { readonly id: string; readonly state: RunState }>(
  ({ ids }, { isOneOf, lockingRows }) => sql`
    SELECT id, state FROM ${runs} WHERE ${isOneOf(sql`id`, ids)} ORDER BY id${lockingRows}`,
);

const request = statement<{ ids: readonly string[] }>(
  ({ ids }, { isOneOf }) => sql`UPDATE ${runs} SET cancel_requested = 1 WHERE ${isOneOf(sql`id`, ids)}`,
);

interface Ended {
  readonly id: string;
  readonly slug: string;
  readonly version: string;
  readonly deploy: string;
  readonly environment: string;
  readonly trigger: string;
  readonly actor: string;
  readonly parent: string | null;
  readonly awaited_by: string | null;
}

/** A higher token, so that the run is neither claimed as a new one nor written to by whoever held it before. */
const take = statement<{ ids: readonly string[] }, Ended>(
  ({ ids }, { isOneOf }) => sql`
    UPDATE ${runs} SET cancel_requested = 1, wake_at = NULL, fencing_token = fencing_token + 1
    WHERE ${isOneOf(sql`id`, ids)}
    RETURNING id, slug, version, deploy, environment, "trigger", actor, parent, awaited_by`,
);

const endAttempts = statement<{ ids: readonly string[]; error: string }>(
  ({ ids, error }, { isOneOf }) => sql`
    UPDATE ${stepAttempts} SET state = 'cancelled', error = ${error}, ended_at = lockstep_now(), retry_at = NULL
    WHERE ${isOneOf(sql`run`, ids)} AND state IN ('pending', 'running', 'waiting')`,
);

const error: RunError = { type: "cancelled", message: "The run was cancelled." };
const cancelled = { to: "cancelled", error } as const;

/**
 * Cancels runs and the runs that they await. Those that no runner holds end here; the others hear of it when their
 * lease is renewed. Returns how many were not over.
 */
export function* cancelRuns(roots: readonly string[]): Query<number> {
  const tree = (yield* rowsOf(selectTree, { roots })).map(({ id }) => id);
  const inTree = new Set(tree);
  const locked = yield* rowsOf(lockAll, { ids: [...new Set([...tree, ...(yield* listAwaiting(roots))])] });
  const open = locked.filter(({ id, state }) => inTree.has(id) && !isFinal(runStates, state));
  const held = open.filter(({ state }) => state === "running").map(({ id }) => id);
  const idle = open.filter(({ state }) => state !== "running").map(({ id }) => id);
  if (held.length > 0) yield* changesOf(request, { ids: held });
  if (idle.length > 0) yield* endIdle(idle);
  return open.length;
}

function* endIdle(ids: readonly string[]): Query<void> {
  const ended = yield* rowsOf(take, { ids });
  yield* changesOf(endAttempts, { ids, error: JSON.stringify(error) });
  yield* settleRuns(ids.map(entryOf));
  yield* appendEvents(ended.map((row) => runEvent(runOf(row), cancelled)));
  yield* deliverEnds(
    ended.flatMap(({ parent, awaited_by, ...run }) =>
      parent === null || awaited_by === null
        ? []
        : [{ run, parent: JSON.parse(parent) as ParentStep, end: cancelled }],
    ),
  );
}

function runOf({ trigger, actor, ...row }: Ended): RunInEvent {
  return {
    ...row,
    trigger: JSON.parse(trigger) as RunInEvent["trigger"],
    actor: JSON.parse(actor) as RunInEvent["actor"],
  };
}

function entryOf(run: string): JournalEntry {
  const nothing = { attempts: [], logs: [], events: [], children: [], abandoned: [] };
  return { run, fencingToken: 0, state: cancelled, ...nothing };
}
