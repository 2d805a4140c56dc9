import { toFailure, toTimestamp } from "@lockstep/model";

import { backOff } from "../reconcile/back-off.ts";
import type { Observation } from "../reconcile/observe.ts";
import { answerPress } from "./answer-press.ts";
import { type ButtonPress, coalesceDeliveries } from "./coalesce-deliveries.ts";
import type { ForgeLoopDeps } from "./forge-deps.ts";

/** Deliveries that are read at a time. */
const batch = 500;
const mostAttempts = 5;

export interface DeliveryRound {
  readonly deps: ForgeLoopDeps;
  /** The forge's id of our repository. */
  repository(): Promise<string>;
  /** What git has now; read when somebody asks for something. */
  observe(): Promise<Observation>;
  isMine(): Promise<boolean>;
  readonly signal: AbortSignal;
}

/**
 * Takes what the webhook door let in. Hints decide nothing: they end here, and whoever is told by the signal looks at git
 * and the forge. Gives whether there was anything to look at.
 */
export async function takeDeliveries(round: DeliveryRound): Promise<boolean> {
  const { deps, signal } = round;
  const { deliveries, signals } = deps.store;
  let isHinted = false;
  while (!signal.aborted && (await round.isMine())) {
    const pending = await deliveries.listPending(batch);
    if (pending.length === 0) break;
    const { foreign, echoes, places, presses } = coalesceDeliveries(pending, await round.repository());
    if (foreign.length > 0) await deliveries.settle(foreign, "ignored", "It is about another repository.");
    if (echoes.length > 0) await deliveries.settle(echoes, "ignored", "It asks for nothing.");
    for (const [place, positions] of places)
      await deliveries.settle(positions, "done", `Looked at ${place}.`);
    for (const press of presses) await answer(round, press);
    isHinted ||= places.size > 0 || presses.length > 0;
    if (pending.length < batch) break;
  }
  if (isHinted) await signals.notify("hint");
  return isHinted;
}

async function answer({ deps, observe, signal }: DeliveryRound, press: ButtonPress): Promise<void> {
  const { deliveries } = deps.store;
  try {
    const because = await answerPress(deps, press, { observation: await observe(), signal });
    await deliveries.settle(press.positions, "done", because);
  } catch (thrown) {
    if (signal.aborted) return;
    const { kind, message } = toFailure(thrown);
    deps.log.warn({ action: press.action, check: press.check, kind }, message);
    if (press.attempts + 1 >= mostAttempts) return deliveries.settle(press.positions, "dead", message);
    const at = toTimestamp(deps.clock.now() + backOff(press.attempts + 1, deps.random));
    for (const position of press.positions) await deliveries.retryLater(position, at, message);
  }
}
