import { type Admission, Failure, type NewRun } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";
import { cancelRuns } from "./cancel-runs.ts";
import { countUnderWay } from "./count-under-way.ts";
import { takeTurns, turnOfKey } from "./take-turns.ts";

/** Those that have the key or wait for it, and are to go on. */
const selectGoingOn = statement<{ key: string }, { readonly id: string }>(
  ({ key }) => sql`
    SELECT id FROM ${runs} WHERE concurrency_key = ${key} AND ended_at IS NULL AND cancel_requested = 0`,
);

/**
 * Whether a run has its concurrency key from the start; otherwise it waits for it, after those that came before. With
 * `cancel-oldest`, as many older runs are cancelled as are too many. Fails as `quota-exceeded` with code
 * `CONCURRENCY_LIMIT` for `reject`.
 */
export function* takeKey(
  run: Pick<NewRun, "slug" | "environment">,
  concurrency: NonNullable<Admission["concurrency"]>,
): Query<boolean> {
  const { key, limit, onLimit } = concurrency;
  yield* takeTurns([turnOfKey(key)]);
  if (onLimit === "cancel-oldest") yield* cancelOldest(key, limit);
  const { active, isAwaited } = yield* countUnderWay(key);
  if (active < limit && !isAwaited) return true;
  if (onLimit === "reject") throw rejected(run, concurrency);
  return false;
}

function* cancelOldest(key: string, limit: number): Query<void> {
  const goingOn = yield* rowsOf(selectGoingOn, { key });
  const oldestFirst = goingOn.map(({ id }) => id).sort();
  yield* cancelRuns(oldestFirst.slice(0, Math.max(0, oldestFirst.length + 1 - limit)));
}

/** Nobody knows when a run ends. */
const retryAfterMs = 5_000;

function rejected(
  { slug, environment }: Pick<NewRun, "slug" | "environment">,
  { limit, key }: NonNullable<Admission["concurrency"]>,
): Failure {
  const value = keyValue(key);
  const which = value === "" ? slug : `${slug} with the concurrency key ${JSON.stringify(value)}`;
  const message = `${limit} of ${limit} runs of ${which} are under way in ${environment}. Try again when one has ended.`;
  return new Failure("quota-exceeded", message, { code: "CONCURRENCY_LIMIT", retryAfterMs });
}

/** The part that the pipeline's template gave: what follows environment and slug. */
export function keyValue(key: string): string {
  return key.split("/").slice(2).join("/");
}
