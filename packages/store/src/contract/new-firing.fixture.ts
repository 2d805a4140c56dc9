import type { NewFiring } from "@lockstep/model";

const at = "2026-01-01T00:00:00.000Z";

/** A firing of the schedule `tick` of pipeline `pipe`. */
export function newFiring(environment: string, more: Partial<NewFiring> = {}): NewFiring {
  return {
    environment,
    slug: "pipe",
    trigger: "tick",
    key: at,
    type: "cron",
    scheduledAt: at,
    depth: 0,
    payload: { scheduledAt: at },
    ...more,
  };
}
