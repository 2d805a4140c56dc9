import UPlot from "uplot";

import { countAxis } from "../../charts/axes.ts";
import type { BuildPlot } from "../../charts/plot.tsx";
import { InsightPlot, overTime } from "./insight-plot.tsx";
import type { Insights } from "./insights-queries.ts";

/** Runs by outcome, one on top of the other, part by part. */
export function OutcomePlot({ insights }: { readonly insights: Insights }) {
  return <InsightPlot label="Runs by outcome over time" height={200} {...{ insights, build }} read={stack} />;
}

/** Failed below, so that a few of them are seen; then cancelled; then completed. Each series is a sum up to its top. */
function stack(buckets: Insights["buckets"]) {
  return [
    buckets.map(({ failed, cancelled, completed }) => failed + cancelled + completed),
    buckets.map(({ failed, cancelled }) => failed + cancelled),
    buckets.map(({ failed }) => failed),
  ];
}

const build: BuildPlot = (colours) => {
  const bars = UPlot.paths.bars?.({ size: [0.85, 40], gap: 1 });
  return {
    ...overTime(colours, countAxis(colours)),
    series: [
      {},
      ...[colours.good, colours.idle, colours.bad].map((fill) => ({
        fill,
        width: 0,
        points: { show: false },
        ...(bars === undefined ? {} : { paths: bars }),
      })),
    ],
  };
};
