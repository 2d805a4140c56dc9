import {
  type Clock,
  type CronTrigger,
  type Firing,
  type FiringSettlement,
  fromTimestamp,
  toFailure,
} from "@lockstep/model";

import { type Fired, fireTrigger } from "./fire-trigger.ts";
import { settlementOf } from "./firing-reason.ts";
import type { TriggerDeps } from "./trigger-deps.ts";

/** How soon a firing looks again whether the run before it has ended. */
const turnMs = 2_000;

/** Firings behind an older one are woken by it; this is for when that is lost. */
const laterMs = 60_000;

/** A firing waits at most this long for its turn. */
const longestQueueMs = 86_400_000;

/** Starts the run of a pending firing, or settles it with the reason why not. Fails only when the store does. */
export async function processFiring(deps: TriggerDeps, firing: Firing): Promise<void> {
  const settlement = await settlementAfter(deps, firing);
  if (settlement !== null) await deps.triggers.settle(firing, settlement);
}

async function settlementAfter(deps: TriggerDeps, firing: Firing): Promise<FiringSettlement | null> {
  try {
    const fired = await fireTrigger(deps, { ...firing, payload: firing.payload ?? {} });
    return interpret(fired, firing, deps.clock);
  } catch (thrown) {
    return settlementOf(toFailure(thrown), firing);
  }
}

function interpret(fired: Fired | null, firing: Firing, clock: Clock): FiringSettlement | null {
  if (fired === null) return gone;
  switch (fired.outcome) {
    case "gone":
      return gone;
    case "filtered":
      return skipped("FILTERED", "The filter of the trigger was false.");
    case "later":
      return waiting("An older firing of this trigger goes first.", laterMs);
    case "overlapping":
      return afterOverlap((fired.found.trigger as CronTrigger).overlap, firing, clock);
    case "started":
    case "duplicate":
      return null;
  }
}

function afterOverlap(
  overlap: CronTrigger["overlap"],
  { createdAt }: Firing,
  clock: Clock,
): FiringSettlement {
  const hasPatience = clock.now() - fromTimestamp(createdAt) < longestQueueMs;
  if (overlap === "queue" && hasPatience) return waiting("The run before has not ended.", turnMs);
  return skipped("OVERLAP", "The run before had not ended.");
}

function skipped(code: string, message: string): FiringSettlement {
  return { state: "skipped", reason: { code, message } };
}

const gone = skipped("GONE", "The trigger was no longer in force, or not enabled.");

function waiting(message: string, afterMs: number): FiringSettlement {
  return { state: "pending", reason: { code: "TURN", message }, afterMs, isCounted: false };
}
