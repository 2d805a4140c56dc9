import type { Revision, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { compileAttempts } from "../schema/index.ts";

const upsert = statement<{ environment: Slug; revision: Revision }, { readonly attempts: number }>(
  ({ environment, revision }) => sql`
    INSERT INTO ${compileAttempts} (environment, revision, attempts) VALUES (${environment}, ${revision}, 1)
    ON CONFLICT (environment, revision) DO UPDATE SET attempts = ${compileAttempts.attempts} + 1
    RETURNING attempts`,
);

/** Counts an attempt before it starts; this one is included. */
export function* countCompileAttempt(environment: Slug, revision: Revision): Query<number> {
  return (yield* firstOf(upsert, { environment, revision }))?.attempts ?? 1;
}
