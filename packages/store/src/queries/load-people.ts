import { type InferSelectModel, sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { people } from "../schema/index.ts";

const select = statement<{ ids: readonly string[] }, InferSelectModel<typeof people>>(
  ({ ids }, { isOneOf }) => sql`SELECT * FROM ${people} WHERE ${isOneOf(sql`id`, ids)}`,
);

export interface Person {
  readonly name: string;
  readonly email: string;
}

/** People by id; those that were erased are absent. */
export function* loadPeople(ids: readonly string[]): Query<ReadonlyMap<string, Person>> {
  if (ids.length === 0) return new Map();
  const rows = yield* rowsOf(select, { ids });
  return new Map(rows.map(({ id, name, email }) => [id, { name, email }]));
}
