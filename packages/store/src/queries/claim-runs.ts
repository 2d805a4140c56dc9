import type { ClaimedRun } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { byTurn } from "../admission/choose-runs.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import type { RunRow } from "../rows/run-row.ts";
import { runs } from "../schema/index.ts";
import { chooseReadyRuns, type ClaimMemory } from "./choose-ready-runs.ts";
import { completeRuns } from "./complete-runs.ts";
import { loadAttemptsOfRuns } from "./load-attempts-of-runs.ts";
import { promoteHeldRuns } from "./promote-held-runs.ts";
import { takeDueRuns } from "./take-due-runs.ts";

export interface ClaimRequest {
  readonly holder: string;
  readonly queues: readonly string[] | null;
  readonly limit: number;
  readonly leaseMs: number;
}

export interface Claim {
  readonly claimed: readonly ClaimedRun[];
  /** Whose turn is next; to be remembered once the claim is durable. */
  readonly passes: ClaimMemory["passes"];
  /** Whether the end of a run may be what another one waits for. */
  readonly isLimited: boolean;
}

const take = statement<{ ids: readonly string[]; holder: string; leaseMs: number }, RunRow>(
  ({ ids, holder, leaseMs }, { isOneOf }) => sql`
    UPDATE ${runs} SET
      state = 'running',
      holder = ${holder},
      fencing_token = fencing_token + 1,
      ready = NULL,
      due_at = lockstep_after(${leaseMs}),
      wake_at = NULL,
      started_at = coalesce(started_at, lockstep_now())
    WHERE ${isOneOf(sql`id`, ids)}
    RETURNING *`,
);

/**
 * Takes runs for a holder until its lease ends: first what another holder has lost, then from the queues, never more
 * than there are slots. Every way of taking a run leads through here.
 */
export function* claimRuns(request: ClaimRequest, memory: ClaimMemory): Query<Claim> {
  const { holder, queues, limit, leaseMs } = request;
  yield* promoteHeldRuns();
  const due = yield* takeDueRuns(queues, limit);
  const {
    ids: ready,
    passes,
    hasSlotLimits,
  } = yield* chooseReadyRuns({ queues, limit: limit - due.length }, memory);
  // One that stands in line may have become due meanwhile.
  const ids = [...new Set([...due, ...ready])];
  if (ids.length === 0) return { claimed: [], passes, isLimited: hasSlotLimits };
  const taken = [...(yield* rowsOf(take, { ids, holder, leaseMs: Math.ceil(leaseMs) }))].sort(byTurn);
  // A run's first claim finds no attempts unless it takes up another run, and most claims are first ones.
  const resumed = taken.flatMap(({ id, fencing_token, retry_of }) =>
    fencing_token > 1 || retry_of !== null ? [id] : [],
  );
  const attempts = yield* loadAttemptsOfRuns(resumed);
  const complete = yield* completeRuns(taken);
  const claimed = complete.map((run, index) => ({
    run,
    fencingToken: taken[index]?.fencing_token ?? 0,
    attempts: attempts.get(run.id) ?? [],
  }));
  const isLimited = hasSlotLimits || taken.some(({ concurrency_key }) => concurrency_key !== null);
  return { claimed, passes, isLimited };
}
