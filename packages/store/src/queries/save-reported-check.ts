import type { NewOutboxEntry } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { reportedChecks } from "../schema/index.ts";
import { appendOutbox } from "./append-outbox.ts";

const upsert = statement<{ subject: string; key: string }>(
  ({ subject, key }) => sql`
    INSERT INTO ${reportedChecks} (subject, key, at) VALUES (${subject}, ${key}, lockstep_now())
    ON CONFLICT (subject) DO UPDATE SET key = excluded.key, at = excluded.at`,
);

/** Remembers what is reported together with what is to be sent. */
export function* saveReportedCheck(
  subject: string,
  key: string,
  outbox: readonly NewOutboxEntry[],
): Query<void> {
  yield* changesOf(upsert, { subject, key });
  yield* appendOutbox(outbox);
}
