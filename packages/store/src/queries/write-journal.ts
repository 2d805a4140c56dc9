import type { JournalEntry, ParentStep } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query, rowsOf, together } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { rowOfLogLine } from "../rows/log-line-row.ts";
import { runLogs, runs } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { cancelRuns } from "./cancel-runs.ts";
import { createRun } from "./create-run.ts";
import { type AwaitedEnd, deliverEnds } from "./deliver-ends.ts";
import { listAwaiting } from "./list-awaiting.ts";
import { settleRuns } from "./settle-runs.ts";
import { takeTurns, turnOfKey } from "./take-turns.ts";
import { upsertAttempts } from "./upsert-attempts.ts";

interface Owned {
  readonly id: string;
  readonly fencing_token: number;
  readonly slug: string;
  readonly version: string;
  readonly parent: string | null;
  readonly awaited_by: string | null;
}

const lockAll = statement<{ ids: readonly string[] }, Owned & { readonly is_held: number }>(
  ({ ids }, { isOneOf, lockingRows }) => sql`
    SELECT id, fencing_token, slug, version, parent, awaited_by,
      CASE WHEN state = 'running' AND holder IS NOT NULL THEN 1 ELSE 0 END AS is_held
    FROM ${runs} WHERE ${isOneOf(sql`id`, ids)} ORDER BY id${lockingRows}`,
);

const insertLogs = insertInto(runLogs, {
  columns: ["run", "step", "at", "level", "message", "event", "item", "attempt"],
});

export interface WrittenJournal {
  /** Per entry. */
  readonly outcomes: readonly ("written" | "fenced")[];
  /** Whether runs began, or were woken or cancelled, besides those written to. */
  readonly concernsOthers: boolean;
}

/** Makes what many runs did durable together; an entry whose run was taken over writes nothing. */
export function* writeJournal(entries: readonly JournalEntry[]): Query<WrittenJournal> {
  yield* takeTurns(keysOf(entries).map(turnOfKey));
  const owned = yield* lockOwned(entries);
  const tokens = new Map(owned.map(({ id, fencing_token }) => [id, fencing_token]));
  const outcomes = entries.map((entry) => admit(entry, tokens));
  const written = entries.filter((_, index) => outcomes[index] === "written");
  yield* upsertAttempts(written.flatMap(({ attempts }) => attempts));
  yield* together([
    inserted(insertLogs, written.flatMap(({ logs }) => logs).map(rowOfLogLine)),
    appendEvents(written.flatMap(({ events }) => events)),
  ]);
  const children = written.flatMap((entry) => entry.children);
  for (const child of children) yield* createRun(child);
  yield* settleRuns(written);
  const ends = awaitedEnds(written, owned);
  yield* deliverEnds(ends);
  const abandoned = written.flatMap((entry) => entry.abandoned);
  if (abandoned.length > 0) yield* cancelRuns(abandoned);
  return { outcomes, concernsOthers: children.length + ends.length + abandoned.length > 0 };
}

/** Concurrency keys of the children that begin: turns at them come before any row is locked. */
function keysOf(entries: readonly JournalEntry[]): readonly string[] {
  const children = entries.flatMap((entry) => entry.children);
  return children.flatMap(({ admission: { concurrency } }) =>
    concurrency === null ? [] : [concurrency.key],
  );
}

/**
 * Locks the runs that are written to and, in the same order as everybody, those that wait for their ends: whoever parks
 * one of these sees the end, or is seen by it. Returns those that a runner holds.
 */
function* lockOwned(entries: readonly JournalEntry[]): Query<readonly Owned[]> {
  const own = new Set(entries.map(({ run }) => run));
  const ending = entries.filter(({ state }) => isEnd(state)).map(({ run }) => run);
  const locked = yield* rowsOf(lockAll, { ids: [...new Set([...own, ...(yield* listAwaiting(ending))])] });
  return locked.filter(({ id, is_held }) => is_held === 1 && own.has(id));
}

function isEnd(state: JournalEntry["state"]): state is AwaitedEnd["end"] {
  return state !== null && state.to !== "running" && state.to !== "waiting";
}

function awaitedEnds(written: readonly JournalEntry[], owned: readonly Owned[]): readonly AwaitedEnd[] {
  const awaited = new Map(owned.filter((run) => run.awaited_by !== null).map((run) => [run.id, run]));
  return written.flatMap(({ run: id, state: end }) => {
    const run = awaited.get(id);
    if (run === undefined || run.parent === null || !isEnd(end)) return [];
    return [{ run, parent: JSON.parse(run.parent) as ParentStep, end }];
  });
}

/** An entry that gives the claim back is the last that its token admits. */
function admit(
  { run, fencingToken, state }: JournalEntry,
  tokens: Map<string, number>,
): "written" | "fenced" {
  if (tokens.get(run) !== fencingToken) return "fenced";
  if (state !== null && state.to !== "running") tokens.delete(run);
  return "written";
}
