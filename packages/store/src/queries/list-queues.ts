import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";

const select = statement<Record<string, never>, { readonly queue: string }>(
  (_, { jobs }) => jobs?.queues ?? sql`SELECT '' AS queue WHERE 1 = 0`,
);

/** Queues that ever had a job; none where there are no jobs. */
export function* listQueues(): Query<readonly string[]> {
  return (yield* rowsOf(select, {})).map(({ queue }) => queue);
}
