const base = 1_000;
const ceiling = 300_000;

/** How long a revision rests that cannot be read: what stood in the way may go without a new commit. */
export const unreadableRestMs = 600_000;

/** No rest is longer: servers that ask for more are not obeyed. */
export const longestRestMs = 3_600_000;

/** Milliseconds to wait after so many faults in a row: 1 s doubling up to 5 min, with up to a quarter of jitter. */
export function backOff(failures: number, random: () => number): number {
  const delay = Math.min(base * 2 ** Math.max(0, failures - 1), ceiling);
  return Math.round(delay * (1 - random() / 4));
}

/** A poll interval with ± 10 % of jitter, so that many installations do not ask at once. */
export function jitter(milliseconds: number, random: () => number): number {
  return Math.round(milliseconds * (0.9 + random() / 5));
}
