import { useMemo } from "react";
import type UPlot from "uplot";
import type { AlignedData } from "uplot";

import { logDurationAxis, timeAxis } from "../../charts/axes.ts";
import type { Colours } from "../../charts/colours.ts";
import { type BuildPlot, Plot } from "../../charts/plot.tsx";
import type { DurationPoint } from "./runs-queries.ts";

interface DurationScatterProps {
  /** Newest first. */
  readonly points: readonly DurationPoint[];
  readonly onOpen: (id: string) => void;
}

const statuses = ["completed", "failed", "cancelled"] as const;

/** How long each run took, by when it was accepted. A press on a point opens its run. */
export function DurationScatter({ points, onOpen }: DurationScatterProps) {
  const ordered = useMemo(() => points.toSorted((one, other) => (one.at < other.at ? -1 : 1)), [points]);
  const data = useMemo(() => dataOf(ordered), [ordered]);
  const build = useMemo<BuildPlot>(() => (colours) => optionsOf(colours, ordered, onOpen), [ordered, onOpen]);
  return (
    <Plot label={`How long the newest ${points.length} runs took`} height={150} data={data} build={build} />
  );
}

/** A logarithm of nothing is none: what took no time is drawn at one millisecond. */
function dataOf(points: readonly DurationPoint[]): AlignedData {
  return [
    points.map(({ at }) => Date.parse(at) / 1_000),
    ...statuses.map((status) =>
      points.map((point) => (point.status === status ? Math.max(1, point.durationMs) : null)),
    ),
  ];
}

function optionsOf(
  colours: Colours,
  points: readonly DurationPoint[],
  onOpen: (id: string) => void,
): ReturnType<BuildPlot> {
  const paints = { completed: colours.good, failed: colours.bad, cancelled: colours.idle };
  return {
    legend: { show: false },
    padding: [6, 12, 0, 0],
    cursor: {
      x: false,
      y: false,
      drag: { x: false, y: false },
      points: { show: false },
      bind: {
        click: (plot) => () => {
          const id = nearestRun(plot, points);
          if (id !== null) onOpen(id);
          return null;
        },
      },
    },
    scales: { x: { time: true }, y: { distr: 3, range: (_plot, low, high) => [low / 1.5, high * 1.5] } },
    axes: [timeAxis(colours), logDurationAxis(colours)],
    series: [
      {},
      ...statuses.map((status) => ({
        label: status,
        stroke: paints[status],
        paths: () => null,
        points: { show: true, size: status === "failed" ? 7 : 5, fill: paints[status], width: 0 },
      })),
    ],
  };
}

const reachPx = 24;

/** The run whose point is nearest to the pointer, if one is near. */
function nearestRun(plot: UPlot, points: readonly DurationPoint[]): string | null {
  const { left = -1, top = -1 } = plot.cursor;
  let [best, bestDistance]: [string | null, number] = [null, reachPx];
  for (const { id, at, durationMs } of points) {
    const x = plot.valToPos(Date.parse(at) / 1_000, "x");
    const y = plot.valToPos(Math.max(1, durationMs), "y");
    const distance = Math.hypot(x - left, y - top);
    if (distance < bestDistance) [best, bestDistance] = [id, distance];
  }
  return best;
}
