import type { EventName, NewOutboxEntry, OrgEvent } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, firstOf, type Query, rowsOf } from "../database/query.ts";
import { Rollback } from "../database/rollback.ts";
import { statement } from "../database/statement.ts";
import { eventOf, type EventRow } from "../rows/event-row.ts";
import { eventCursors, events } from "../schema/index.ts";
import { appendOutbox } from "./append-outbox.ts";
import { loadLastEventId } from "./load-last-event-id.ts";

const cursorName = "notifications";

const selectCursor = statement<{ name: string }, { readonly position: number }>(
  ({ name }) => sql`SELECT position FROM ${eventCursors} WHERE name = ${name}`,
);

const begin = statement<{ name: string; position: number }>(
  ({ name, position }) => sql`
    INSERT INTO ${eventCursors} (name, position) VALUES (${name}, ${position}) ON CONFLICT (name) DO NOTHING`,
);

/** Numbers have no gaps, but the oldest are gone: the page ends at what is there. */
const selectEnd = statement<{ after: number; limit: number }, { readonly upTo: number | null; size: number }>(
  ({ after, limit }) => sql`
    SELECT max(id) AS "upTo", count(*) AS size
    FROM (SELECT id FROM ${events} WHERE id > ${after} ORDER BY id LIMIT ${limit}) AS fresh`,
);

const selectPage = statement<{ after: number; upTo: number; names: readonly string[] }, EventRow>(
  ({ after, upTo, names }, dialect) => sql`
    SELECT * FROM ${events}
    WHERE id > ${after} AND id <= ${upTo} AND ${dialect.isOneOf(sql`(name || '')`, names)} ORDER BY id`,
);

/** Only from where it was read: whoever else passed these on meanwhile has done it already. */
const move = statement<{ name: string; after: number; upTo: number }>(
  ({ name, after, upTo }) => sql`
    UPDATE ${eventCursors} SET position = ${upTo} WHERE name = ${name} AND position = ${after}`,
);

interface NotificationPage {
  readonly limit: number;
  readonly names: readonly EventName[];
}

/** Passes events on to the outbox, once. `true` when there may be more. */
export function* advanceNotifications(
  { limit, names }: NotificationPage,
  compose: (events: readonly OrgEvent[]) => readonly NewOutboxEntry[],
): Query<boolean | Rollback<boolean>> {
  const cursor = yield* firstOf(selectCursor, { name: cursorName });
  if (cursor === null) {
    yield* changesOf(begin, { name: cursorName, position: yield* loadLastEventId() });
    return false;
  }
  const after = cursor.position;
  const end = yield* firstOf(selectEnd, { after, limit });
  const upTo = end?.upTo ?? null;
  if (upTo === null) return false;
  const found = names.length === 0 ? [] : yield* rowsOf(selectPage, { after, upTo, names });
  yield* appendOutbox(found.length === 0 ? [] : compose(found.map(eventOf)));
  if ((yield* changesOf(move, { name: cursorName, after, upTo })) === 0) return new Rollback(true);
  return (end?.size ?? 0) >= limit;
}
