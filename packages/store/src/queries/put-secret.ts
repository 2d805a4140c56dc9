import type { Actor, StoredSecret } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { secrets } from "../schema/index.ts";
import { appendFact } from "./append-fact.ts";

const upsert = statement<{ environment: string; name: string; sealed: string }>(
  ({ environment, name, sealed }) => sql`
    INSERT INTO ${secrets} (environment, name, sealed, updated_at)
    VALUES (${environment}, ${name}, ${sealed}, lockstep_now())
    ON CONFLICT (environment, name) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at`,
);

/** Stores a secret, with its entry in the environment's chain. */
export function* putSecret({ environment, name, sealed }: StoredSecret, actor: Actor): Query<void> {
  yield* changesOf(upsert, { environment, name, sealed });
  const body = { actor: { ...actor }, name };
  yield* appendFact({ environment, kind: "secret-stored", deploy: null, body });
}
