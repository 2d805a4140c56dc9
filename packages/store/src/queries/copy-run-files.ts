import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runFiles } from "../schema/index.ts";

const copy = statement<{ from: string; to: string }>(
  ({ from, to }) => sql`
    INSERT INTO ${runFiles} (run, path, content, bytes, updated_at)
    SELECT ${to}, path, content, bytes, updated_at FROM ${runFiles} WHERE run = ${from}`,
);

/** Gives a run the files of an ended one, which are within the limits. */
export function* copyRunFiles(from: string, to: string): Query<void> {
  yield* changesOf(copy, { from, to });
}
