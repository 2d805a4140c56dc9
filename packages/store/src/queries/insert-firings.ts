import type { FiringReason, FiringState, NewFiring } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOfEach, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { triggerFirings } from "../schema/index.ts";

export interface FiringInsert {
  readonly firing: NewFiring;
  readonly state: Exclude<FiringState, "started">;
  readonly reason: FiringReason | null;
  /** When a pending one is due, from now. */
  readonly afterMs: number;
}

const insert = statement<{
  environment: string;
  key: string;
  slug: string;
  trigger: string;
  type: string;
  state: string;
  scheduledAt: string;
  depth: number;
  payload: string | null;
  reason: string | null;
  afterMs: number;
}>(
  (given) => sql`
    INSERT INTO ${triggerFirings} (
      environment, key, slug, trigger_id, type, state, scheduled_at, depth, payload, attempts, reason, created_at,
      next_at)
    VALUES (
      ${given.environment}, ${given.key}, ${given.slug}, ${given.trigger}, ${given.type}, ${given.state},
      ${given.scheduledAt}, ${given.depth}, ${given.payload}, 0, ${given.reason}, lockstep_now(),
      lockstep_after(${given.afterMs}))
    ON CONFLICT (environment, key, slug, trigger_id) DO NOTHING`,
);

const insertSettled = statement<{
  environment: string;
  key: string;
  slug: string;
  trigger: string;
  type: string;
  state: string;
  scheduledAt: string;
  depth: number;
  reason: string | null;
}>(
  (given) => sql`
    INSERT INTO ${triggerFirings} (
      environment, key, slug, trigger_id, type, state, scheduled_at, depth, attempts, reason, created_at, ended_at)
    VALUES (
      ${given.environment}, ${given.key}, ${given.slug}, ${given.trigger}, ${given.type}, ${given.state},
      ${given.scheduledAt}, ${given.depth}, 0, ${given.reason}, lockstep_now(), lockstep_now())
    ON CONFLICT (environment, key, slug, trigger_id) DO NOTHING`,
);

/** Adds firings in this order; one that is known stays as it is. */
export function* insertFirings(inserts: readonly FiringInsert[]): Query<void> {
  const rows = inserts.map((given) => ({ ...given, row: rowOf(given) }));
  yield* changesOfEach(
    insertSettled,
    rows.flatMap(({ state, row }) => (state === "pending" ? [] : [row])),
  );
  yield* changesOfEach(
    insert,
    rows.flatMap(({ state, row, firing, afterMs }) =>
      state === "pending" ? [{ ...row, payload: JSON.stringify(firing.payload), afterMs }] : [],
    ),
  );
}

function rowOf({ firing, state, reason }: FiringInsert) {
  const { environment, key, slug, trigger, type, scheduledAt, depth } = firing;
  const reasonText = reason === null ? null : JSON.stringify(reason);
  return { environment, key, slug, trigger, type, state, scheduledAt, depth, reason: reasonText };
}
