import type { DurationText } from "./identifiers.ts";

const millisecondsPer = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What a written duration looks like; also the pattern in the published schemas. */
export const durationPattern = "^(0|[1-9][0-9]{0,8})(ms|s|m|h|d)$";

const durationExpression = new RegExp(durationPattern);

/** `10s` → 10 000 milliseconds; `null` when the text is not a duration. */
export function parseDuration(text: DurationText): number | null {
  const match = durationExpression.exec(text);
  if (match === null) return null;
  const [, amount, unit] = match;
  return Number(amount) * millisecondsPer[unit as keyof typeof millisecondsPer];
}

/** Milliseconds of a duration that validation has already accepted. */
export function durationMilliseconds(text: DurationText): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === null) throw new RangeError(`'${text}' is not a duration such as 10s`);
  return milliseconds;
}

/** Milliseconds in the largest unit that reads well: `850 ms`, `12 s`, `3 min`, `2 h`, `4 d`. */
export function describeDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 120_000) return `${Math.round(milliseconds / 1_000)} s`;
  if (milliseconds < 7_200_000) return `${Math.round(milliseconds / 60_000)} min`;
  if (milliseconds < 172_800_000) return `${Math.round(milliseconds / 3_600_000)} h`;
  return `${Math.round(milliseconds / 86_400_000)} d`;
}
