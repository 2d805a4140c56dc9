import type { IconName } from "./icon.tsx";
import type { Tone } from "./tone.ts";

/** How a state looks and what it is called. */
export interface Status {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: IconName;
}

/** Whether what runs is what git says. */
export const syncStatuses = {
  "in-sync": { word: "In sync", tone: "good", icon: "check" },
  pending: { word: "Pending", tone: "info", icon: "pending" },
  applying: { word: "Applying", tone: "info", icon: "spinner" },
  drifted: { word: "Drifted", tone: "warn", icon: "drift" },
  waiting: { word: "Waiting", tone: "info", icon: "clock" },
  refused: { word: "Refused", tone: "bad", icon: "refused" },
  held: { word: "Held", tone: "hold", icon: "pause" },
  unknown: { word: "Unknown", tone: "idle", icon: "question" },
} as const satisfies Record<string, Status>;

/** How the runs of what is applied end. */
export const healthStatuses = {
  healthy: { word: "Healthy", tone: "good", icon: "dot" },
  degraded: { word: "Degraded", tone: "warn", icon: "half" },
  failing: { word: "Failing", tone: "bad", icon: "diamond" },
  idle: { word: "Idle", tone: "idle", icon: "ring" },
  unknown: { word: "Unknown", tone: "idle", icon: "question" },
} as const satisfies Record<string, Status>;

export const runStatuses = {
  queued: { word: "Queued", tone: "idle", icon: "ring" },
  running: { word: "Running", tone: "info", icon: "spinner" },
  waiting: { word: "Waiting", tone: "info", icon: "clock" },
  completed: { word: "Completed", tone: "good", icon: "check" },
  failed: { word: "Failed", tone: "bad", icon: "cross" },
  cancelled: { word: "Cancelled", tone: "idle", icon: "dash" },
} as const satisfies Record<string, Status>;

/** States of steps and of their attempts. */
export const stepStatuses = {
  ...runStatuses,
  pending: { word: "Pending", tone: "idle", icon: "ring" },
  skipped: { word: "Skipped", tone: "idle", icon: "dash" },
  retrying: { word: "Retrying", tone: "warn", icon: "back" },
} as const satisfies Record<string, Status>;

/** How far a deploy has come. */
export const deployStatuses = {
  planned: { word: "Planned", tone: "info", icon: "pending" },
  waiting: { word: "Waiting", tone: "info", icon: "clock" },
  applying: { word: "Applying", tone: "info", icon: "spinner" },
  applied: { word: "Applied", tone: "good", icon: "check" },
  refused: { word: "Refused", tone: "bad", icon: "refused" },
  rejected: { word: "Rejected", tone: "bad", icon: "cross" },
  superseded: { word: "Superseded", tone: "idle", icon: "dash" },
  failed: { word: "Failed", tone: "warn", icon: "warning" },
} as const satisfies Record<string, Status>;

/** How far an environment is behind the one that it promotes from. */
export const promotionStatuses = {
  "in-step": { word: "In step", tone: "good", icon: "check" },
  held: { word: "Held", tone: "hold", icon: "pause" },
  waiting: { word: "Waiting", tone: "info", icon: "clock" },
  ahead: { word: "Ahead", tone: "info", icon: "up" },
} as const satisfies Record<string, Status>;

/** What a gate says of a plan. */
export const gateStatuses = {
  open: { word: "Open", tone: "good", icon: "check" },
  waiting: { word: "Waiting", tone: "info", icon: "clock" },
  refused: { word: "Refused", tone: "bad", icon: "refused" },
} as const satisfies Record<string, Status>;

export type SyncWord = keyof typeof syncStatuses;
export type HealthWord = keyof typeof healthStatuses;

/** The status of a name; what is not known is shown by its own name. */
export function statusOf(statuses: Readonly<Record<string, Status>>, name: string): Status {
  return statuses[name] ?? { word: name, tone: "idle", icon: "question" };
}
