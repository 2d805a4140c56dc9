import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

const select = statement<{ ids: readonly string[] }, { readonly id: string }>(
  ({ ids }, { isOneOf }) => sql`
    SELECT DISTINCT awaited_by AS id FROM ${runs}
    WHERE ${isOneOf(sql`id`, ids)} AND awaited_by IS NOT NULL`,
);

/** The runs that wait for the ends of these: whoever ends them locks all of them together, in the order of their ids. */
export function* listAwaiting(ids: readonly string[]): Query<readonly string[]> {
  return ids.length === 0 ? [] : (yield* rowsOf(select, { ids })).map(({ id }) => id);
}
