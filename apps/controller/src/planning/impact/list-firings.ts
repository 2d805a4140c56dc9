import { type Environment, type Impact, isTriggerEnabled, toTimestamp, type Trigger } from "@lockstep/model";
import { nextInstant } from "@lockstep/schedule";

import type { ChangedPipeline } from "./changed-pipelines.ts";
import { localTime } from "./local-time.ts";

type Firing = Impact["firings"][number];

const spanMs = 24 * 3_600_000;

/** Instants that are listed of one schedule; all of them are counted. */
const mostListed = 10;

/** What will start the changed pipelines in the next 24 hours, once the plan is applied under `environment`. */
export async function listFirings(
  changed: readonly ChangedPipeline[],
  environment: Environment,
  now: number,
): Promise<readonly Firing[]> {
  const known = new Map<string, readonly number[]>();
  const firings: Firing[] = [];
  for (const { change, after } of changed) {
    const { slug } = change;
    for (const trigger of after?.triggers ?? []) {
      if (!isTriggerEnabled(environment, slug, trigger)) continue;
      firings.push({ slug, trigger: trigger.id, type: trigger.type, ...scheduleOf(trigger, now, known) });
      // A schedule of every minute has 1440 instants: requests get their turn in between.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return firings;
}

/** Many pipelines share a schedule, so `known` keeps the instants of each. */
function scheduleOf(
  trigger: Trigger,
  now: number,
  known: Map<string, readonly number[]>,
): Pick<Firing, "timezone" | "at" | "count"> {
  if (trigger.type !== "cron") return { timezone: null, at: [], count: null };
  const { timezone } = trigger;
  const name = `${trigger.schedule} ${timezone}`;
  const instants = known.get(name) ?? instantsOf(trigger, now);
  known.set(name, instants);
  const at = instants
    .slice(0, mostListed)
    .map((instant) => ({ instant: toTimestamp(instant), local: localTime(instant, timezone) }));
  return { timezone, at, count: instants.length };
}

function instantsOf(schedule: Parameters<typeof nextInstant>[0], now: number): readonly number[] {
  const instants: number[] = [];
  let next = nextInstant(schedule, now);
  while (next !== null && next <= now + spanMs) {
    instants.push(next);
    next = nextInstant(schedule, next);
  }
  return instants;
}
