import { sql } from "drizzle-orm";

import { changesOf, changesOfEach, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { freedKeys, runs } from "../schema/index.ts";
import { countUnderWay } from "./count-under-way.ts";
import { takeTurns, turnOfKey } from "./take-turns.ts";

/** Notes in one claim; the rest is for the next. */
const most = 256;

interface Note {
  readonly key: string;
  readonly run: string;
}

const selectFreed = statement<{ most: number }, Note>(
  ({ most: limit }, { skippingLocked }) => sql`
    SELECT concurrency_key AS key, run FROM ${freedKeys} ORDER BY concurrency_key, run LIMIT ${limit}${skippingLocked}`,
);

const remove = statement<{ key: string; run: string }>(
  ({ key, run }) => sql`DELETE FROM ${freedKeys} WHERE concurrency_key = ${key} AND run = ${run}`,
);

const selectHeld = statement<{ key: string }, { readonly id: string; readonly concurrency_limit: number }>(
  ({ key }) => sql`
    SELECT id, concurrency_limit FROM ${runs}
    WHERE concurrency_key = ${key} AND ended_at IS NULL AND state = 'queued' AND ready = 0
    ORDER BY id LIMIT 1000`,
);

const promote = statement<{ ids: readonly string[] }>(
  ({ ids }, { isOneOf }) => sql`UPDATE ${runs} SET ready = 1 WHERE ${isOneOf(sql`id`, ids)} AND ready = 0`,
);

/**
 * Gives concurrency keys of which runs have ended to those that wait for them, oldest first. Each run goes by the limit
 * of the version it is pinned to. What one claim cannot see yet has left a note for the next.
 */
export function* promoteHeldRuns(): Query<void> {
  const freed = yield* rowsOf(selectFreed, { most });
  if (freed.length === 0) return;
  const keys = [...new Set(freed.map(({ key }) => key))];
  yield* takeTurns(keys.map(turnOfKey));
  for (const key of keys) yield* promoteOf(key);
  yield* changesOfEach(
    remove,
    freed.map(({ key, run }) => ({ key, run })),
  );
}

function* promoteOf(key: string): Query<void> {
  const held = yield* rowsOf(selectHeld, { key });
  if (held.length === 0) return;
  const { active } = yield* countUnderWay(key);
  const blocked = held.findIndex(({ concurrency_limit }, index) => active + index >= concurrency_limit);
  const ids = (blocked === -1 ? held : held.slice(0, blocked)).map(({ id }) => id);
  if (ids.length > 0) yield* changesOf(promote, { ids });
}
