/** Where a promotion stands, in the order in which it gets there. */
export const stages = [
  "waiting-checks",
  "waiting-approval",
  "ready",
  "applying",
  "done",
  "refused",
  "superseded",
] as const;

export type Stage = (typeof stages)[number];
