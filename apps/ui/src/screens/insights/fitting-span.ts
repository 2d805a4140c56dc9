import { type Insights, spanLengths } from "./insights-queries.ts";
import type { SpanWord } from "./insights-search.ts";

/** The shortest span up to now that leaves out nothing of a day: an installation's first hour is not drawn as a sliver. */
export function fittingSpan(day: Pick<Insights, "buckets" | "deploys"> | undefined, now: number): SpanWord {
  if (day === undefined) return "24h";
  const filled = day.buckets.filter(({ completed, failed, cancelled }) => completed + failed + cancelled > 0);
  const instants = [...filled, ...day.deploys].map(({ at }) => Date.parse(at));
  if (instants.length === 0) return "24h";
  const age = now - Math.min(...instants);
  return (["1h", "6h"] as const).find((span) => age <= spanLengths[span]) ?? "24h";
}
