import { type ParentStep, replyOfEnd, type Run, type RunTransition } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOfEach, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { stepAttempts } from "../schema/index.ts";
import { readNow } from "./read-now.ts";
import { wakeRuns } from "./wake-runs.ts";

/** An awaited run that ended, and the attempt that awaits it. */
export interface AwaitedEnd {
  readonly run: Pick<Run, "id" | "slug" | "version">;
  readonly parent: ParentStep;
  readonly end: Extract<RunTransition, { readonly to: "completed" | "failed" | "cancelled" }>;
}

const reply = statement<{ run: string; step: string; item: number; attempt: number; reply: string }>(
  ({ run, step, item, attempt, reply: given }) => sql`
    UPDATE ${stepAttempts} SET reply = ${given}
    WHERE run = ${run} AND step = ${step} AND item = ${item} AND attempt = ${attempt}
      AND state = 'waiting' AND reply IS NULL`,
);

/** Tells the runs above of these ends and wakes them. Whoever ends runs has locked those above with them. */
export function* deliverEnds(ends: readonly AwaitedEnd[]): Query<void> {
  if (ends.length === 0) return;
  const at = yield* readNow();
  yield* changesOfEach(
    reply,
    ends.map(({ run: child, parent: { run, step, item, attempt }, end }) => ({
      run,
      step,
      item,
      attempt,
      reply: JSON.stringify(replyOfEnd(child, end, at)),
    })),
  );
  yield* wakeRuns([...new Set(ends.map(({ parent }) => parent.run))]);
}
