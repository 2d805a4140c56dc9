import type { NewDelivery } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOfEach, type Query } from "../database/query.ts";
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

/** One event reaches several hooks under one id, and a redelivery keeps its id. The answers are in order. */
export function* receiveDeliveries(given: readonly NewDelivery[]): Query<readonly ("new" | "known")[]> {
  const rows = given.map(({ hook, id, event, action, repository, hint }) => ({
    hook,
    id,
    event,
    action,
    repository,
    hint: JSON.stringify(hint),
  }));
  return (yield* changesOfEach(insert, rows)).map((changes) => (changes > 0 ? "new" : "known"));
}
