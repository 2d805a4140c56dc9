import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { leases } from "../schema/index.ts";

/** The row stays, because its token must keep growing. */
const update = statement<{ name: string; holder: string }>(
  ({ name, holder }) => sql`UPDATE ${leases} SET holder = NULL WHERE name = ${name} AND holder = ${holder}`,
);

export function* releaseLease(lease: { name: string; holder: string }): Query<void> {
  yield* changesOf(update, lease);
}
