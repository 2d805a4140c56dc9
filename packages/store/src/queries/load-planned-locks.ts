import type { CalleeLock, PinnedCallee, Plan, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { calleeLocks, deploys } from "../schema/index.ts";
import { type LockRow, lockRows } from "./replace-locks.ts";

const selectPlan = statement<{ deploy: string }, { readonly plan: string }>(
  ({ deploy }) => sql`SELECT plan FROM ${deploys} WHERE id = ${deploy}`,
);

/** The locks of a deploy's plan; `null` when the deploy is gone. A plan may take megabytes: read it once. */
export function* loadPlannedLocks(deploy: string): Query<readonly CalleeLock[] | null> {
  const row = yield* firstOf(selectPlan, { deploy });
  return row === null ? null : (JSON.parse(row.plan) as Plan).locks;
}

const selectLive = statement<{ environment: Slug }, LockRow>(
  ({ environment }) => sql`SELECT * FROM ${calleeLocks} WHERE environment = ${environment}`,
);

/** Locks as they are to be, and as they are. */
export function* loadLockSides(
  environment: Slug,
  planned: readonly CalleeLock[],
): Query<{ readonly applied: readonly PinnedCallee[]; readonly live: readonly PinnedCallee[] }> {
  const applied = (yield* lockRows(environment, planned)).map(pinned);
  return { applied, live: (yield* rowsOf(selectLive, { environment })).map(pinned) };
}

function pinned({ environment: _environment, ...lock }: LockRow): PinnedCallee {
  return lock;
}
