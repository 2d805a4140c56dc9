import { type ClaimedRun, type Failure, type JournalEntry, runEvent, toTimestamp } from "@lockstep/model";

/** How long a run is first left to workers of another build, and at most, in milliseconds. */
const firstPauseMs = 2_000;
const longestPauseMs = 60_000;

/** Gives a run back that this build cannot execute: no attempt is spent, and its log says why it waits. */
export function giveBack({ run, fencingToken }: ClaimedRun, because: Failure, now: number): JournalEntry {
  const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(fencingToken - 1, 10), longestPauseMs);
  const state = { to: "waiting", wakeAt: toTimestamp(now + pauseMs) } as const;
  const message = `${because.code ?? because.kind}: ${because.message} The run waits for a worker that can.`;
  return {
    run: run.id,
    fencingToken,
    attempts: [],
    logs: [{ run: run.id, step: null, at: toTimestamp(now), level: "warn", message }],
    state,
    children: [],
    abandoned: [],
    events: [runEvent(run, state)],
  };
}
