import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { ledger } from "../schema/index.ts";

const select = statement<Record<string, never>, { readonly environment: Slug }>(
  () => sql`SELECT environment FROM ${ledger} WHERE position = 1 ORDER BY environment`,
);

/** Every chain that has an entry. */
export function* listChains(): Query<readonly Slug[]> {
  return (yield* rowsOf(select, {})).map(({ environment }) => environment);
}
