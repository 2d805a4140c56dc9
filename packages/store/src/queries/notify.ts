import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";

const select = statement<{ channel: string; payload: string }, unknown>(
  ({ channel, payload }) => sql`SELECT pg_notify(${channel}, ${payload})`,
);

/** PostgreSQL's NOTIFY. */
export function* notify(channel: string, payload: string): Query<void> {
  yield* rowsOf(select, { channel, payload });
}
