import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { secrets } from "../schema/index.ts";

const select = statement<{ environment: Slug; name: string }, { readonly sealed: string }>(
  ({ environment, name }) => sql`
    SELECT sealed FROM ${secrets} WHERE environment = ${environment} AND name = ${name}`,
);

/** The sealed value, or `null`. */
export function* loadSecret(environment: Slug, name: string): Query<string | null> {
  return (yield* firstOf(select, { environment, name }))?.sealed ?? null;
}
