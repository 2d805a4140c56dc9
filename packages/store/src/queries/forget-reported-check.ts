import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { reportedChecks } from "../schema/index.ts";

const remove = statement<{ subject: string }>(
  ({ subject }) => sql`DELETE FROM ${reportedChecks} WHERE subject = ${subject}`,
);

export function* forgetReportedCheck(subject: string): Query<void> {
  yield* changesOf(remove, { subject });
}
