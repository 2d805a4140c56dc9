import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { people } from "../schema/index.ts";

const upsert = statement<{ id: string; name: string; email: string }>(
  ({ id, name, email }) => sql`
    INSERT INTO ${people} (id, name, email) VALUES (${id}, ${name}, ${email})
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email
    WHERE ${people.name} <> excluded.name OR ${people.email} <> excluded.email`,
);

/** Keeps the newest spelling of a name and an address. */
export function* rememberPerson(person: { id: string; name: string; email: string }): Query<void> {
  yield* changesOf(upsert, person);
}
