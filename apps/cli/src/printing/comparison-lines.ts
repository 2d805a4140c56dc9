import type { PipelineComparison } from "../comparing/compare-subjects.ts";
import { styled, type Text } from "../terminal/text.ts";
import { differenceLines } from "./difference-lines.ts";

/** What differs, pipeline by pipeline, in sentences. */
export function comparisonLines(comparisons: readonly PipelineComparison[]): readonly Text[] {
  const different = comparisons.filter(isDifferent);
  if (different.length === 0) return ["No differences in meaning."];
  return different.flatMap((one) => [headLine(one), ...differenceLines(one.differences)]);
}

/** Whether anything differs at all. */
export function isDifferent({ from, to, differences }: PipelineComparison): boolean {
  return from === null || to === null || differences.length > 0;
}

function headLine({ slug, from, to, class: name }: PipelineComparison): Text {
  const head = styled("bold", slug);
  if (from === null) return [styled("green", "added   "), head, ` ${to}`];
  if (to === null) return [styled("red", "removed "), head, ` ${from}`];
  return [
    styled("yellow", "changed "),
    head,
    from === to ? ` ${to}` : ` ${from} → ${to}`,
    styled("dim", ` ${name}`),
  ];
}
