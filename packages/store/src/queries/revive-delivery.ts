import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deliveries } from "../schema/index.ts";

const update = statement<{ position: number }>(
  ({ position }) => sql`
    UPDATE ${deliveries}
    SET state = 'pending', because = NULL, attempts = 0, next_at = lockstep_now(), ended_at = NULL
    WHERE position = ${position} AND state = 'dead'`,
);

/** Makes a dead delivery pending again; `false` when it is not dead. */
export function* reviveDelivery(position: number): Query<boolean> {
  return (yield* changesOf(update, { position })) > 0;
}
