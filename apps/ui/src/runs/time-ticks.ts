const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];
const minute = 60_000;
const longSteps = [2, 5, 10, 30, 60, 120, 360, 720, 1_440, 2_880, 10_080].map((minutes) => minutes * minute);

/** Round instants on a time line, beginning with 0: at most `most` of them. */
export function timeTicks(totalMs: number, most: number): readonly number[] {
  const all = [...steps, ...longSteps];
  const step = all.find((one) => totalMs / one < most) ?? Math.ceil(totalMs / most);
  return Array.from({ length: Math.floor(totalMs / step) + 1 }, (_, index) => index * step);
}
