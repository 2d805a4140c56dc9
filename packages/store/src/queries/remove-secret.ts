import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { secrets } from "../schema/index.ts";

const remove = statement<{ environment: Slug; name: string }>(
  ({ environment, name }) =>
    sql`DELETE FROM ${secrets} WHERE environment = ${environment} AND name = ${name}`,
);

/** Whether there was such a secret. */
export function* removeSecret(environment: Slug, name: string): Query<boolean> {
  return (yield* changesOf(remove, { environment, name })) > 0;
}
