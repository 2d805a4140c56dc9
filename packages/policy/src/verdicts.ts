import { fromTimestamp, type Problem, type Timestamp, toTimestamp, type Verdict } from "@lockstep/model";

/** A verdict keeps this many problems; a missing variable can be one for each of 10 000 pipelines. */
const kept = 100;

export function open(gate: string, because: string): Verdict {
  return { gate, verdict: "open", because };
}

/** A closed gate that opens later: by itself at `opensAt`, or by a person when that is `null`. */
export function waiting(
  gate: string,
  reason: {
    readonly because: string;
    readonly next: string;
    readonly opensAt?: Timestamp | null;
    readonly problems?: readonly Problem[];
  },
): Verdict {
  const { because, next, opensAt = null, problems = [] } = reason;
  return { gate, verdict: "waiting", because, next, opensAt, problems: problems.slice(0, kept) };
}

export function refused(
  gate: string,
  reason: { readonly because: string; readonly next: string; readonly problems: readonly Problem[] },
): Verdict {
  const { because, next, problems } = reason;
  return { gate, verdict: "refused", because, next, problems: problems.slice(0, kept) };
}

/** Refuses for problems: the first one speaks, with its fix, and the others are counted. */
export function refusedFor(gate: string, problems: readonly [Problem, ...Problem[]]): Verdict {
  const [first] = problems;
  return refused(gate, {
    because: summarize(problems),
    next: first.fix ?? "Push a commit that mends the named problems.",
    problems,
  });
}

/** The first problem's message and how many there are besides. */
export function summarize(problems: readonly [Problem, ...Problem[]]): string {
  const [first, ...others] = problems;
  return others.length === 0 ? first.message : `${first.message} (and ${others.length} more)`;
}

/** Whether there is at least one problem, for the compiler too. */
export function isAny(problems: readonly Problem[]): problems is readonly [Problem, ...Problem[]] {
  return problems.length > 0;
}

/** When to look again: full minutes, so that looking twice within one gives the same instant. */
export function nextMinute(now: Timestamp): Timestamp {
  return toTimestamp((Math.floor(fromTimestamp(now) / 60_000) + 1) * 60_000);
}
