import { backOff } from "../reconcile/back-off.ts";

/** How long the forge is given to find out what merging would make. */
const patienceMs = 60_000;

/** Most merges are known after some moments: the first two times are sooner than a fault would be tried again. */
function restAfter(attempts: number, random: () => number): number {
  return attempts > 2 ? backOff(attempts - 2, random) : Math.round(backOff(1, random) / 2 ** (3 - attempts));
}

/** Subjects whose merge result the forge is still computing, or that could not be looked at. */
export interface PendingMerges {
  /** Whether it is too soon to ask again. A subject that moved is asked about at once. */
  isResting(subject: string, situation: string, now: number): boolean;
  /** Counts an attempt; `true` once the forge had its time. */
  wait(subject: string, situation: string, now: number): boolean;
  forget(subject: string): void;
  /** Forgets all others. */
  keepOnly(subjects: ReadonlySet<string>): void;
  /** Earliest instant at which something is to be asked again; `null` when nothing waits. */
  nextAt(): number | null;
}

interface Waiting {
  readonly situation: string;
  readonly since: number;
  readonly attempts: number;
  readonly nextAt: number;
}

export function createPendingMerges(random: () => number): PendingMerges {
  const waiting = new Map<string, Waiting>();
  return {
    isResting(subject, situation, now) {
      const known = waiting.get(subject);
      return known?.situation === situation && known.nextAt > now;
    },
    wait(subject, situation, now) {
      const before = waiting.get(subject);
      const known = before?.situation === situation ? before : { since: now, attempts: 0 };
      const attempts = known.attempts + 1;
      waiting.set(subject, {
        situation,
        since: known.since,
        attempts,
        nextAt: now + restAfter(attempts, random),
      });
      return now - known.since >= patienceMs;
    },
    forget: (subject) => void waiting.delete(subject),
    keepOnly(subjects) {
      for (const subject of waiting.keys()) if (!subjects.has(subject)) waiting.delete(subject);
    },
    nextAt() {
      const instants = [...waiting.values()].map(({ nextAt }) => nextAt);
      return instants.length === 0 ? null : Math.min(...instants);
    },
  };
}
