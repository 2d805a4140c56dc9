import { Failure } from "@lockstep/model";

/** How many parts a time line has at most: when nobody chose, and when somebody did. */
const [mostChosen, most] = [200, 500];

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Widths by the word for them, narrowest first. */
const widths = {
  "10s": 10 * second,
  "30s": 30 * second,
  "1m": minute,
  "5m": 5 * minute,
  "15m": 15 * minute,
  "30m": 30 * minute,
  "1h": hour,
  "3h": 3 * hour,
  "6h": 6 * hour,
  "1d": day,
} as const;

export type BucketWord = keyof typeof widths;
export const bucketWords = Object.keys(widths) as BucketWord[];

/**
 * Milliseconds of each part of a span: the width asked for, else the narrowest that leaves 200 parts. Failure:
 * `invalid-input` for a width that leaves more than 500.
 */
export function bucketWidth(since: number, until: number, asked: BucketWord | undefined): number {
  if (asked === undefined) {
    const fitting = Object.values(widths).find((width) => countBuckets(since, until, width) <= mostChosen);
    return fitting ?? day;
  }
  const count = countBuckets(since, until, widths[asked]);
  if (count <= most) return widths[asked];
  throw new Failure("invalid-input", `That would be ${count} parts; there may be ${most}.`, {
    errors: [{ path: "/bucket", message: "must be wider, or absent for the best width" }],
  });
}

/** Parts begin at multiples of their width, so that looking again a little later moves none. */
export function countBuckets(since: number, until: number, width: number): number {
  return Math.max(1, Math.ceil(until / width) - Math.floor(since / width));
}
