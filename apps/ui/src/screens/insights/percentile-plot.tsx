import { durationAxis } from "../../charts/axes.ts";
import type { BuildPlot } from "../../charts/plot.tsx";
import { InsightPlot, overTime } from "./insight-plot.tsx";
import type { Insights } from "./insights-queries.ts";

/** How long half and 95 % of the runs took at most, part by part. */
export function PercentilePlot({ insights }: { readonly insights: Insights }) {
  return (
    <InsightPlot
      label="How long runs took over time: half of them, and 95 %"
      height={180}
      {...{ insights, build }}
      read={linesOf}
    />
  );
}

function linesOf(buckets: Insights["buckets"]) {
  return [buckets.map(({ p50Ms }) => p50Ms), buckets.map(({ p95Ms }) => p95Ms)];
}

const build: BuildPlot = (colours) => ({
  ...overTime(colours, durationAxis(colours)),
  series: [
    {},
    { stroke: colours.accent, width: 2, spanGaps: true, points: { show: false } },
    { stroke: colours.warn, width: 1.5, dash: [6, 3], spanGaps: true, points: { show: false } },
  ],
});
