import { Failure, type Firing, type RaisedEvent, type Slug } from "@lockstep/model";

import { processFirings } from "./process-firings.ts";
import type { TriggerDeps } from "./trigger-deps.ts";

/** How long whoever raised the event has its firings to itself; then any scheduler takes over. */
const leaseMs = 30_000;

/** Largest data of an event, in bytes of JSON: each listener keeps a copy until its run has started. */
const largestData = 262_144;

/** Listeners that the one who raises an event waits for; the rest is left to the schedulers. */
const mostAtOnce = 100;

/**
 * Raises an event and starts what listens for it, once per event id; answers with every firing, those that could not
 * start a run included. Failures: `too-large`, and `unprocessable` with code `IDEMPOTENCY_MISMATCH` for an id with other data.
 */
export async function raiseEvent(
  deps: TriggerDeps,
  environment: Slug,
  event: RaisedEvent,
): Promise<readonly Firing[]> {
  if (Buffer.byteLength(JSON.stringify(event.data)) > largestData)
    throw new Failure("too-large", `The data of an event has at most ${largestData} bytes.`);
  await deps.requireRoom();
  const firings = await deps.triggers.raise(environment, event, leaseMs);
  const pending = firings.filter(({ state }) => state === "pending");
  if (pending.length === 0) return firings;
  await processFirings(deps, pending.slice(0, mostAtOnce));
  return deps.triggers.listFiringsOfEvent(environment, event.id);
}
