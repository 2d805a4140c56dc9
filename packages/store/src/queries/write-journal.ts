import type { JournalEntry, LogLine } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query, rowsOf, together } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runLogs, runs } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { endRuns, parkRuns } from "./settle-runs.ts";
import { upsertAttempts } from "./upsert-attempts.ts";

const selectOwned = statement<
  { ids: readonly string[] },
  { readonly id: string; readonly fencing_token: number }
>(
  ({ ids }, { isOneOf, lockingRows }) => sql`
    SELECT id, fencing_token FROM ${runs}
    WHERE ${isOneOf(sql`id`, ids)} AND state = 'running' AND holder IS NOT NULL
    ORDER BY id${lockingRows}`,
);

const insertLogs = insertInto(runLogs, { columns: ["run", "step", "at", "level", "message"] });

/** Makes what many runs did durable together; an entry whose run was taken over writes nothing. */
export function* writeJournal(entries: readonly JournalEntry[]): Query<readonly ("written" | "fenced")[]> {
  if (entries.length === 0) return [];
  const ids = [...new Set(entries.map(({ run }) => run))];
  const owned = yield* rowsOf(selectOwned, { ids });
  const tokens = new Map(owned.map(({ id, fencing_token }) => [id, fencing_token]));
  const outcomes = entries.map((entry) => admit(entry, tokens));
  const written = entries.filter((_, index) => outcomes[index] === "written");
  yield* together([
    upsertAttempts(written.flatMap(({ attempts }) => attempts)),
    inserted(insertLogs, written.flatMap(({ logs }) => logs).map(rowOfLogLine)),
    parkRuns(written),
    endRuns(written),
    appendEvents(written.flatMap(({ events }) => events)),
  ]);
  return outcomes;
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

function rowOfLogLine({ run, step, at, level, message }: LogLine) {
  return { run, step, at, level, message };
}
