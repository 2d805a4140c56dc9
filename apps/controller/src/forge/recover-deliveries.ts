import { toFailure, toTimestamp } from "@lockstep/model";

import type { ForgeLoopDeps } from "./forge-deps.ts";

/** How far back the forge can send deliveries again. */
const sinceMs = 3 * 86_400_000;
const everyMs = 3_600_000;
const retryMs = 300_000;

/** Asks for deliveries that failed, on start and hourly, each of them once. */
export interface DeliveryRecovery {
  recover(signal: AbortSignal): Promise<void>;
}

export function createDeliveryRecovery({ forge, clock, log }: ForgeLoopDeps): DeliveryRecovery {
  const asked = new Set<string>();
  let nextAt = Number.NEGATIVE_INFINITY;

  async function redeliverAll(signal: AbortSignal): Promise<void> {
    const since = toTimestamp(clock.now() - sinceMs);
    const failed = await forge.listFailedDeliveries(since, signal);
    const listed = new Set(failed.map(({ id }) => id));
    for (const id of asked) if (!listed.has(id)) asked.delete(id);
    for (const { id } of failed.toReversed()) {
      if (asked.has(id)) continue;
      await redeliver(id, signal);
      asked.add(id);
    }
  }

  /** One that the forge refuses to send again is asked for no more. */
  async function redeliver(id: string, signal: AbortSignal): Promise<void> {
    try {
      await forge.redeliver(id, signal);
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (failure.kind !== "not-found" && failure.kind !== "forge-refused") throw failure;
      log.warn({ delivery: id, kind: failure.kind }, failure.message);
    }
  }

  return {
    async recover(signal) {
      if (clock.now() < nextAt) return;
      nextAt = clock.now() + retryMs;
      if (forge.capabilities.redelivery) await redeliverAll(signal);
      nextAt = clock.now() + everyMs;
    },
  };
}
