import type { Token } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { tokenOf, type TokenRow } from "../rows/token-row.ts";
import { tokens } from "../schema/index.ts";

const select = statement<{ digest: string }, TokenRow>(
  ({ digest }) => sql`SELECT * FROM ${tokens} WHERE digest = ${digest}`,
);

export function* loadTokenByDigest(digest: string): Query<Token | null> {
  const row = yield* firstOf(select, { digest });
  return row === null ? null : tokenOf(row);
}
