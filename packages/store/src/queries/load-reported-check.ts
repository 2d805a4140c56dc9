import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { reportedChecks } from "../schema/index.ts";

const select = statement<{ subject: string }, { readonly key: string }>(
  ({ subject }) => sql`SELECT key FROM ${reportedChecks} WHERE subject = ${subject}`,
);

/** Digest of what was last reported; `null` when nothing was. */
export function* loadReportedCheck(subject: string): Query<string | null> {
  return (yield* firstOf(select, { subject }))?.key ?? null;
}
