import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { hints } from "../schema/index.ts";

const remove = statement<Record<string, never>, { readonly environment: Slug }>(
  () => sql`DELETE FROM ${hints} RETURNING environment`,
);

/** Takes all hints raised so far. */
export function* takeHints(): Query<readonly Slug[]> {
  return (yield* rowsOf(remove, {})).map(({ environment }) => environment);
}
