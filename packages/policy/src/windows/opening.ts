import { durationMilliseconds, type Gates, type Window } from "@lockstep/model";
import { lastInstants, nextInstant } from "@lockstep/schedule";

type Windows = Pick<NonNullable<Gates["windows"]>, "timezone" | "allow" | "deny">;

/** Why windows are closed: one denies it, or none allows it. */
export interface Closure {
  readonly kind: "denied" | "outside";
  /** The denying window's own; empty where it gives none. */
  readonly reason: string;
}

/** Why windows are closed at an instant (milliseconds); `null` when they are open. Denying wins. */
export function findClosure({ timezone, allow, deny }: Windows, instant: number): Closure | null {
  const denying = deny.find((window) => endOf(window, timezone, instant) !== null);
  if (denying !== undefined) return { kind: "denied", reason: denying.reason };
  const isAllowed = allow.length === 0 || allow.some((window) => endOf(window, timezone, instant) !== null);
  return isAllowed ? null : { kind: "outside", reason: "" };
}

const twoYearsMs = 2 * 366 * 86_400_000;

/** More edges than this are not followed: a window that denies every minute has a million of them in two years. */
const mostEdges = 500;

/** The first instant after `instant` at which the windows are open; `null` when none is found within two years. */
export function nextOpening(windows: Windows, instant: number): number | null {
  let candidate: number | null = instant;
  for (let edges = 0; edges < mostEdges && candidate !== null; edges += 1) {
    if (candidate > instant + twoYearsMs) return null;
    const closed = findClosure(windows, candidate);
    if (closed === null) return candidate;
    candidate = closed.kind === "denied" ? denialEnd(windows, candidate) : nextAllowance(windows, candidate);
  }
  return null;
}

/** The first instant after `instant` at which open windows close; `null` when none is found within two years. */
export function nextClosing(windows: Windows, instant: number): number | null {
  let candidate: number | null = instant;
  for (let edges = 0; edges < mostEdges && candidate !== null; edges += 1) {
    if (candidate > instant + twoYearsMs) return null;
    if (findClosure(windows, candidate) !== null) return candidate;
    candidate = nextEdge(windows, candidate);
  }
  return null;
}

/** The next instant at which what allows ends, or what denies begins. */
function nextEdge({ timezone, allow, deny }: Windows, instant: number): number | null {
  const edges = [
    ...allow.flatMap((window) => endOf(window, timezone, instant) ?? []),
    ...deny.flatMap(({ cron }) => nextInstant({ schedule: cron, timezone }, instant) ?? []),
  ];
  return edges.length === 0 ? null : Math.min(...edges);
}

function denialEnd({ timezone, deny }: Windows, instant: number): number {
  return Math.max(instant, ...deny.map((window) => endOf(window, timezone, instant) ?? instant));
}

function nextAllowance({ timezone, allow }: Windows, instant: number): number | null {
  const begins = allow.flatMap(({ cron }) => nextInstant({ schedule: cron, timezone }, instant) ?? []);
  return begins.length === 0 ? null : Math.min(...begins);
}

/**
 * When the span that began last ends; `null` outside of it. A span lasts its duration in real time, whatever clocks do
 * meanwhile, and all spans of a window last equally long: an earlier one that overlaps ends earlier.
 */
function endOf({ cron, duration }: Window, timezone: string, instant: number): number | null {
  const [begin] = lastInstants({ schedule: cron, timezone }, instant, 1);
  if (begin === undefined) return null;
  const end = begin + durationMilliseconds(duration);
  return instant < end ? end : null;
}
