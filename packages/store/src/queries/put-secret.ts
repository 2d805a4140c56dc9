import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { secrets } from "../schema/index.ts";

const upsert = statement<{ environment: Slug; name: string; sealed: string }>(
  ({ environment, name, sealed }) => sql`
    INSERT INTO ${secrets} (environment, name, sealed, updated_at)
    VALUES (${environment}, ${name}, ${sealed}, lockstep_now())
    ON CONFLICT (environment, name) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at`,
);

export function* putSecret(secret: { environment: Slug; name: string; sealed: string }): Query<void> {
  yield* changesOf(upsert, secret);
}
