import type { NewOutboxEntry } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { outbox } from "../schema/index.ts";

/** Keeps its place in the queue, but says the newest, at once: what kept the older one back may not concern it. */
const insertion = insertInto(outbox, {
  columns: ["topic", "target", "body"],
  computed: {
    created_at: sql`lockstep_now()`,
    next_at: sql`lockstep_now()`,
    attempts: sql`0`,
    edition: sql`1`,
  },
  onConflict: sql`ON CONFLICT (topic, target) WHERE delivered_at IS NULL AND dead_at IS NULL
    DO UPDATE SET body = excluded.body, edition = outbox.edition + 1, attempts = 0, next_at = excluded.next_at,
      error = NULL`,
});

/** What the outside world is to be told; an undelivered entry of the same topic and target is replaced. */
export function* appendOutbox(entries: readonly NewOutboxEntry[]): Query<void> {
  // PostgreSQL refuses to update one row twice in one statement.
  const newest = new Map(entries.map((entry) => [`${entry.topic}\n${entry.target}`, entry]));
  yield* inserted(
    insertion,
    [...newest.values()].map(({ topic, target, body }) => ({ topic, target, body: JSON.stringify(body) })),
  );
}
