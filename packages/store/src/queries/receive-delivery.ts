import type { NewDelivery } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deliveries } from "../schema/index.ts";

const insert = statement<{
  hook: string;
  id: string;
  event: string;
  action: string | null;
  repository: string | null;
  hint: string;
}>(
  ({ hook, id, event, action, repository, hint }) => sql`
    INSERT INTO ${deliveries} (
      hook, id, event, action, repository, hint, state, attempts, received_at, next_at)
    VALUES (
      ${hook}, ${id}, ${event}, ${action}, ${repository}, ${hint}, 'pending', 0, lockstep_now(), lockstep_now())
    ON CONFLICT (hook, id) DO NOTHING`,
);

/** One event reaches several hooks under one id, and a redelivery keeps its id. */
export function* receiveDelivery(delivery: NewDelivery): Query<"new" | "known"> {
  const { hook, id, event, action, repository } = delivery;
  const hint = JSON.stringify(delivery.hint);
  const changes = yield* changesOf(insert, { hook, id, event, action, repository, hint });
  return changes > 0 ? "new" : "known";
}
