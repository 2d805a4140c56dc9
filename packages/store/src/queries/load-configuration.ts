import type { Checksum, Environment } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { configurations } from "../schema/index.ts";

const select = statement<{ digest: Checksum }, { readonly configuration: string }>(
  ({ digest }) => sql`SELECT configuration FROM ${configurations} WHERE digest = ${digest}`,
);

/** A configuration that was in force once. */
export function* loadConfiguration(digest: Checksum): Query<Environment | null> {
  const row = yield* firstOf(select, { digest });
  return row === null ? null : (JSON.parse(row.configuration) as Environment);
}
