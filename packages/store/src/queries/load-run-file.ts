import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runFiles } from "../schema/index.ts";

const select = statement<{ run: string; path: string }, { readonly content: string }>(
  ({ run, path }) => sql`SELECT content FROM ${runFiles} WHERE run = ${run} AND path = ${path}`,
);

export function* loadRunFile(run: string, path: string): Query<string | null> {
  return (yield* firstOf(select, { run, path }))?.content ?? null;
}
