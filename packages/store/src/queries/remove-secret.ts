import type { Actor, StoredSecret } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { secrets } from "../schema/index.ts";
import { appendFact } from "./append-fact.ts";

const remove = statement<{ environment: string; name: string }>(
  ({ environment, name }) =>
    sql`DELETE FROM ${secrets} WHERE environment = ${environment} AND name = ${name}`,
);

/** Removes a secret, with its entry in the environment's chain. Whether there was such a secret. */
export function* removeSecret(
  { environment, name }: Omit<StoredSecret, "sealed">,
  actor: Actor,
): Query<boolean> {
  if ((yield* changesOf(remove, { environment, name })) === 0) return false;
  const body = { actor: { ...actor }, name };
  yield* appendFact({ environment, kind: "secret-removed", deploy: null, body });
  return true;
}
