/** What of a run tells how long it waited and took. Instants as the API gives them. */
export interface RunTimes {
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** Milliseconds until it began; until now while it has not; `null` for one that ended without a start. */
export function waitedMs({ createdAt, startedAt, endedAt }: RunTimes, now: number): number | null {
  if (startedAt === null && endedAt !== null) return null;
  return Math.max(0, (startedAt === null ? now : Date.parse(startedAt)) - Date.parse(createdAt));
}

/** Milliseconds from its first start to its end, or to now; `null` before it began. */
export function tookMs({ startedAt, endedAt }: RunTimes, now: number): number | null {
  if (startedAt === null) return null;
  return Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
}
