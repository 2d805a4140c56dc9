import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { ledger } from "../schema/index.ts";

/** From name to name along the primary key, without reading what is between. */
const select = statement<Record<string, never>, { readonly environment: Slug }>(
  () => sql`
    WITH RECURSIVE chains (environment) AS (
      SELECT min(environment) FROM ${ledger}
      UNION ALL
      SELECT (SELECT min(environment) FROM ${ledger} WHERE environment > chains.environment)
      FROM chains WHERE chains.environment IS NOT NULL
    )
    SELECT environment FROM chains WHERE environment IS NOT NULL`,
);

/** Every chain that has an entry. */
export function* listChains(): Query<readonly Slug[]> {
  return (yield* rowsOf(select, {})).map(({ environment }) => environment);
}
