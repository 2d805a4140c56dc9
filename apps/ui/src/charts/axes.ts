import type { Axis, Range } from "uplot";

import { describeDuration } from "../design/time.tsx";
import type { Colours } from "./colours.ts";

const font = "11px system-ui, sans-serif";

/** A scale of parts that are drawn at their middles: from the beginning of the first to the end of the last. */
export const wholeParts: Range.Function = (plot, low, high) => {
  const [first = low, second = high] = plot.data[0];
  const half = (second - first) / 2;
  return half > 0 ? [low - half, high + half] : [low - 1, high + 1];
};

/** An axis of time, in the viewer's zone. */
export function timeAxis({ muted, line }: Colours): Axis {
  return {
    stroke: muted,
    font,
    size: 26,
    gap: 4,
    grid: { show: false },
    ticks: { stroke: line, width: 1, size: 4 },
    values: timeLabels,
  };
}

const timeLabels: Axis.Values = (_plot, splits) => labelTimes(splits);

/** `14:05` within a day, `14:05:09.2` where less than a second lies between two, `3 Feb` beyond. In seconds since 1970. */
export function labelTimes(splits: readonly number[]): string[] {
  const step = (splits[1] ?? 0) - (splits[0] ?? 0);
  return splits.map((seconds) => {
    const at = new Date(seconds * 1_000);
    if (step >= 86_400) return at.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
    const isMidnight = at.getHours() === 0 && at.getMinutes() === 0;
    if (isMidnight && step >= 3_600)
      return at.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
    if (step >= 60) return at.toLocaleTimeString("en-GB", { timeStyle: "short" });
    const whole = at.toLocaleTimeString("en-GB", { timeStyle: "medium" });
    return step >= 1
      ? whole
      : `${whole}.${String(at.getMilliseconds())
          .padStart(3, "0")
          .replace(/0{1,2}$/, "")}`;
  });
}

/** An axis of how long something took. */
export function durationAxis(colours: Colours): Axis {
  return valueAxis(colours, (ms) => describeDuration(ms));
}

/** Steps that people count in, from a millisecond to a month. */
const marks = [1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000, 86_400_000, 864_000_000];

/** The same on a scale on which each step is ten times the one before. */
export function logDurationAxis(colours: Colours): Axis {
  return {
    ...durationAxis(colours),
    splits: (_plot, _axis, low, high) => marks.filter((mark) => mark >= low && mark <= high),
    filter: (_plot, splits) => splits,
  };
}

/** An axis of counts. */
export function countAxis(colours: Colours): Axis {
  return valueAxis(colours, (count) => (Number.isInteger(count) ? String(count) : ""));
}

function valueAxis({ muted, line }: Colours, label: (value: number) => string): Axis {
  return {
    stroke: muted,
    font,
    size: 64,
    grid: { stroke: line, width: 1, dash: [2, 4] },
    ticks: { show: false },
    values: (_plot, splits) => splits.map((value: number | null) => (value === null ? "" : label(value))),
  };
}
