import { type StepAttempt, toTimestamp } from "@lockstep/model";

/** Ends for attempts that were under way when their runner went away. Another attempt follows them, at no cost to the retry limit. */
export function closeLostAttempts(attempts: readonly StepAttempt[], now: number): readonly StepAttempt[] {
  return attempts
    .filter(({ state, attempt }) => state === "running" && attempt > 0)
    .map((attempt) => ({ ...attempt, state: "cancelled", error: lost, endedAt: toTimestamp(now) }));
}

const lost = {
  type: "execution",
  message: "The runner went away while this attempt was under way.",
} as const;
