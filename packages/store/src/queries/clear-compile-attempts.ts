import type { Revision, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { compileAttempts } from "../schema/index.ts";

const remove = statement<{ environment: Slug; revision: Revision }>(
  ({ environment, revision }) => sql`
    DELETE FROM ${compileAttempts} WHERE environment = ${environment} AND revision = ${revision}`,
);

/** Forgets the attempts after the compilation ended by itself. */
export function* clearCompileAttempts(environment: Slug, revision: Revision): Query<void> {
  yield* changesOf(remove, { environment, revision });
}
