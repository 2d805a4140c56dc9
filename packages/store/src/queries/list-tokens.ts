import type { Token } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { tokenOf, type TokenRow } from "../rows/token-row.ts";
import { tokens } from "../schema/index.ts";

const select = statement<Record<string, never>, TokenRow>(() => sql`SELECT * FROM ${tokens} ORDER BY id`);

export function* listTokens(): Query<readonly Token[]> {
  return (yield* rowsOf(select, {})).map(tokenOf);
}
