import type { FiringName, FiringSettlement } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { triggerFirings } from "../schema/index.ts";
import { wakeNextFiring } from "./wake-next-firing.ts";

type Name = { environment: string; slug: string; trigger: string; key: string };

const end = statement<Name & { state: string; reason: string }>(
  ({ environment, slug, trigger, key, state, reason }) => sql`
    UPDATE ${triggerFirings} SET
      state = ${state}, reason = ${reason}, payload = NULL, next_at = NULL, ended_at = lockstep_now()
    WHERE environment = ${environment} AND key = ${key} AND slug = ${slug} AND trigger_id = ${trigger}
      AND state = 'pending'`,
);

const putOff = statement<Name & { reason: string; afterMs: number; uncounted: number }>(
  ({ environment, slug, trigger, key, reason, afterMs, uncounted }) => sql`
    UPDATE ${triggerFirings} SET
      reason = ${reason}, next_at = lockstep_after(${afterMs}), attempts = attempts - ${uncounted}
    WHERE environment = ${environment} AND key = ${key} AND slug = ${slug} AND trigger_id = ${trigger}
      AND state = 'pending'`,
);

/** Ends a pending firing without a run, or puts it off. `false` when it is not pending any more. */
export function* settleFiring(firing: FiringName, settlement: FiringSettlement): Query<boolean> {
  const { environment, slug, trigger, key } = firing;
  const name = { environment, slug, trigger, key };
  const reason = JSON.stringify(settlement.reason);
  if (settlement.state === "pending") {
    const { afterMs, isCounted } = settlement;
    return (yield* changesOf(putOff, { ...name, reason, afterMs, uncounted: isCounted ? 0 : 1 })) > 0;
  }
  const isSettled = (yield* changesOf(end, { ...name, state: settlement.state, reason })) > 0;
  yield* wakeNextFiring(firing);
  return isSettled;
}
