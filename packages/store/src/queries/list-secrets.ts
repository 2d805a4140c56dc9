import type { Slug, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { secrets } from "../schema/index.ts";

const select = statement<{ environment: Slug }, { readonly name: string; readonly updated_at: Timestamp }>(
  ({ environment }) => sql`
    SELECT name, updated_at FROM ${secrets} WHERE environment = ${environment} ORDER BY name`,
);

/** Names only; never what they hold. */
export function* listSecrets(
  environment: Slug,
): Query<readonly { readonly name: string; readonly updatedAt: Timestamp }[]> {
  const rows = yield* rowsOf(select, { environment });
  return rows.map(({ name, updated_at: updatedAt }) => ({ name, updatedAt }));
}
