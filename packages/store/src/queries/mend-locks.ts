import type { Drift, EnvironmentInForce, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOfEach, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { calleeLocks } from "../schema/index.ts";
import { loadLockSides, loadPlannedLocks } from "./load-planned-locks.ts";
import { type LockRow, writeLocks } from "./replace-locks.ts";

const remove = statement<{ environment: Slug; caller: Slug; callee: Slug; range: string }>(
  ({ environment, caller, callee, range }) => sql`
    DELETE FROM ${calleeLocks} WHERE environment = ${environment} AND caller = ${caller} AND callee = ${callee}
      AND range = ${range}`,
);

/** Locks callees as the plan that was applied last does; which of the differences are mended by that. */
export function* mendLocks(
  environment: Slug,
  found: readonly Drift[],
  inForce: EnvironmentInForce | null,
): Query<readonly Drift[]> {
  const deploy = inForce?.deploy ?? null;
  const planned = found.length === 0 || deploy === null ? null : yield* loadPlannedLocks(deploy);
  if (planned === null) return [];
  const { applied, live } = yield* loadLockSides(environment, planned);
  const names = new Set(found.map(({ slug, name }) => `${slug} ${name}`));
  const isFound = (lock: Pick<LockRow, "caller" | "callee" | "range">) => names.has(nameOf(lock));
  const wanted = new Set(applied.map(nameOf));
  yield* changesOfEach(
    remove,
    live
      .filter((lock) => isFound(lock) && !wanted.has(nameOf(lock)))
      .map(({ caller, callee, range }) => ({ environment, caller, callee, range })),
  );
  yield* writeLocks(applied.filter(isFound).map((lock) => ({ ...lock, environment })));
  return found;
}

function nameOf({ caller, callee, range }: Pick<LockRow, "caller" | "callee" | "range">): string {
  return `${caller} ${callee}@${range}`;
}
