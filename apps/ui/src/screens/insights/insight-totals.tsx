import type { ReactNode } from "react";

import { describeDuration } from "../../design/time.tsx";
import type { Insights } from "./insights-queries.ts";

/** The span in five numbers. */
export function InsightTotals({ totals }: { readonly totals: Insights["totals"] }) {
  return (
    <dl className="mb-4 flex flex-wrap gap-x-10 gap-y-3 rounded-lg border border-line bg-surface px-4 py-3">
      <Number name="Runs ended">{totals.runs.toLocaleString("en")}</Number>
      <Number name="Success">{describeShare(totals.successShare)}</Number>
      <Number name="Failed">{totals.failed.toLocaleString("en")}</Number>
      <Number name="Half took at most">{describeOptional(totals.p50Ms)}</Number>
      <Number name="95 % took at most">{describeOptional(totals.p95Ms)}</Number>
    </dl>
  );
}

function Number({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="m-0 text-lg font-semibold">{children}</dd>
    </div>
  );
}

/** A share as a percentage: exact where it is near an end. */
export function describeShare(share: number | null): string {
  if (share === null) return "–";
  const percent = share * 100;
  const isNearEnd = percent > 99 && percent < 100;
  return `${percent.toFixed(isNearEnd ? 2 : percent === 0 || percent === 100 ? 0 : 1)} %`;
}

/** A duration, or a dash where there is none. */
export function describeOptional(milliseconds: number | null): string {
  return milliseconds === null ? "–" : describeDuration(milliseconds);
}
