import { Failure } from "@lockstep/model";

import type { ControllerDeps } from "../controller-deps.ts";
import type { Subject } from "../planning/subject.ts";

/** How often a process may die over one revision before the revision is refused. */
const tries = 3;

/** A compilation that ends sooner than this is never counted: what takes a process down takes its time. */
const suspiciousMs = 2_000;

/** When a refused revision is tried again: whoever was only unlucky must not stay refused for ever. */
const restMs = 600_000;

/**
 * Runs a compilation and counts it in the database while it is under way, so that a revision over which the process
 * died again and again is refused instead of crashing it for ever. The count is cleared when the work ends by itself.
 */
export async function guardCompilation<Result>(
  { store, timer }: Pick<ControllerDeps, "store" | "timer">,
  { status, head }: Subject,
  { signal, work }: { readonly signal: AbortSignal; work(signal: AbortSignal): Promise<Result> },
): Promise<Result> {
  const giveUp = new AbortController();
  const { environments } = store;
  const counting: Promise<void>[] = [];

  async function count(): Promise<void> {
    const attempt = await environments.countCompileAttempt(status.slug, head.revision);
    if (attempt > tries) giveUp.abort(died(head.revision));
  }

  const stopTimer = timer.after(
    suspiciousMs,
    () => void counting.push(count().catch((thrown: unknown) => giveUp.abort(thrown))),
  );
  try {
    return await work(AbortSignal.any([signal, giveUp.signal]));
  } catch (thrown) {
    throw giveUp.signal.aborted ? giveUp.signal.reason : thrown;
  } finally {
    stopTimer();
    await Promise.all(counting);
    if (counting.length > 0) await environments.clearCompileAttempts(status.slug, head.revision);
  }
}

function died(revision: string): Failure {
  return new Failure(
    "limit-exceeded",
    `The process died ${tries} times while compiling revision ${revision.slice(0, 12)}; push a commit without what is too large.`,
    { retryAfterMs: restMs },
  );
}
