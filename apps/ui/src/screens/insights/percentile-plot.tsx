import { useMemo } from "react";
import type { AlignedData } from "uplot";

import { durationAxis, timeAxis, wholeParts } from "../../charts/axes.ts";
import type { Colours } from "../../charts/colours.ts";
import { type BuildPlot, Plot } from "../../charts/plot.tsx";
import { DeployLines } from "./deploy-lines.tsx";
import type { Insights } from "./insights-queries.ts";

/** How long half and 95 % of the runs took at most, part by part. */
export function PercentilePlot({ insights }: { readonly insights: Insights }) {
  const data = useMemo(() => linesOf(insights), [insights]);
  return (
    <Plot
      label="How long runs took over time: half of them, and 95 %"
      height={180}
      data={data}
      build={build}
      overlay={(frame) => <DeployLines frame={frame} insights={insights} />}
    />
  );
}

function linesOf({ buckets, bucketMs }: Insights): AlignedData {
  return [
    buckets.map(({ at }) => (Date.parse(at) + bucketMs / 2) / 1_000),
    buckets.map(({ p50Ms }) => p50Ms),
    buckets.map(({ p95Ms }) => p95Ms),
  ];
}

const build: BuildPlot = (colours: Colours) => ({
  legend: { show: false },
  padding: [8, 12, 0, 0],
  cursor: { show: false },
  scales: {
    x: { time: true, range: wholeParts },
    y: { range: (_plot, _low, high) => [0, Math.max(1, high) * 1.05] },
  },
  axes: [timeAxis(colours), durationAxis(colours)],
  series: [
    {},
    { stroke: colours.accent, width: 2, spanGaps: true, points: { show: false } },
    { stroke: colours.warn, width: 1.5, dash: [6, 3], spanGaps: true, points: { show: false } },
  ],
});
