import type { Firing } from "@lockstep/model";

import { processFiring } from "./process-firing.ts";
import type { TriggerDeps } from "./trigger-deps.ts";

/** Works on firings of different triggers at once, and on those of one trigger in their order. */
export async function processFirings(deps: TriggerDeps, firings: readonly Firing[]): Promise<void> {
  const byTrigger = new Map<string, Firing[]>();
  for (const firing of firings) {
    const name = `${firing.environment}/${firing.slug}/${firing.trigger}`;
    byTrigger.set(name, [...(byTrigger.get(name) ?? []), firing]);
  }
  await Promise.all([...byTrigger.values()].map((one) => inOrder(deps, one)));
}

async function inOrder(deps: TriggerDeps, firings: readonly Firing[]): Promise<void> {
  for (const firing of firings) await processFiring(deps, firing);
}
