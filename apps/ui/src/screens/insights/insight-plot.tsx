import { useMemo } from "react";
import type { AlignedData, Options } from "uplot";

import { timeAxis, wholeParts } from "../../charts/axes.ts";
import type { Colours } from "../../charts/colours.ts";
import { type BuildPlot, Plot } from "../../charts/plot.tsx";
import { DeployLines } from "./deploy-lines.tsx";
import type { Insights } from "./insights-queries.ts";

export interface InsightPlotProps {
  readonly insights: Insights;
  readonly label: string;
  /** In pixels. */
  readonly height: number;
  /** Series over the parts of time, without their instants. Must be stable. */
  readonly read: (buckets: Insights["buckets"]) => readonly (readonly (number | null)[])[];
  /** Must be stable. */
  readonly build: BuildPlot;
}

/** A drawing over time, part by part, with the deploys in between. */
export function InsightPlot({ insights, label, height, read, build }: InsightPlotProps) {
  const data = useMemo(() => {
    const { buckets, bucketMs } = insights;
    const middles = buckets.map(({ at }) => (Date.parse(at) + bucketMs / 2) / 1_000);
    return [middles, ...read(buckets)] as AlignedData;
  }, [insights, read]);
  return (
    <Plot
      {...{ label, height, data, build }}
      overlay={(frame) => <DeployLines frame={frame} insights={insights} />}
    />
  );
}

/** What drawings over time have in common; `valueAxis` stands at the side, from 0 up. */
export function overTime(colours: Colours, valueAxis: NonNullable<Options["axes"]>[number]) {
  return {
    legend: { show: false },
    padding: [8, 12, 0, 0],
    cursor: { show: false },
    scales: {
      x: { time: true, range: wholeParts },
      y: { range: (_plot, _low, high) => [0, Math.max(1, high) * 1.05] },
    },
    axes: [timeAxis(colours), valueAxis],
  } satisfies Partial<Options>;
}
