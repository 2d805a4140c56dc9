import { useMemo } from "react";
import type { AlignedData } from "uplot";
import UPlot from "uplot";

import { countAxis, timeAxis, wholeParts } from "../../charts/axes.ts";
import type { Colours } from "../../charts/colours.ts";
import { type BuildPlot, Plot } from "../../charts/plot.tsx";
import { DeployLines } from "./deploy-lines.tsx";
import type { Insights } from "./insights-queries.ts";

/** Runs by outcome, one on top of the other, part by part. */
export function OutcomePlot({ insights }: { readonly insights: Insights }) {
  const data = useMemo(() => stack(insights), [insights]);
  return (
    <Plot
      label="Runs by outcome over time"
      height={200}
      data={data}
      build={build}
      overlay={(frame) => <DeployLines frame={frame} insights={insights} />}
    />
  );
}

/** Failed below, so that a few of them are seen; then cancelled; then completed. Each series is a sum up to its top. */
function stack({ buckets, bucketMs }: Insights): AlignedData {
  const middle = bucketMs / 2;
  return [
    buckets.map(({ at }) => (Date.parse(at) + middle) / 1_000),
    buckets.map(({ failed, cancelled, completed }) => failed + cancelled + completed),
    buckets.map(({ failed, cancelled }) => failed + cancelled),
    buckets.map(({ failed }) => failed),
  ];
}

const build: BuildPlot = (colours: Colours) => {
  const paints = [colours.good, colours.idle, colours.bad];
  const bars = UPlot.paths.bars?.({ size: [0.85, 40], gap: 1 });
  return {
    legend: { show: false },
    padding: [8, 12, 0, 0],
    cursor: { show: false },
    scales: {
      x: { time: true, range: wholeParts },
      y: { range: (_plot, _low, high) => [0, Math.max(1, high) * 1.05] },
    },
    axes: [timeAxis(colours), countAxis(colours)],
    series: [
      {},
      ...paints.map((fill) => ({
        fill,
        width: 0,
        points: { show: false },
        ...(bars === undefined ? {} : { paths: bars }),
      })),
    ],
  };
};
