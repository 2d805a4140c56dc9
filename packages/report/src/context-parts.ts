import type { CheckContext } from "./report-input.ts";
import { codeSpan } from "./text/escape-markdown.ts";
import { paragraph, type Part } from "./text/fit-parts.ts";

/** The banner of a moved base, what was judged, and what a fork means. */
export function contextParts(context: CheckContext): readonly Part[] {
  return [
    ...movedBanner(context),
    paragraph(judgedLine(context)),
    ...(context.isFork
      ? [paragraph("From a fork: read as data only. Nothing of it was executed and no secret was used.")]
      : []),
  ];
}

function movedBanner({ movedFrom, base }: CheckContext): readonly Part[] {
  if (movedFrom === null) return [];
  const way = `from ${shortRevision(movedFrom)} to ${shortRevision(base.revision)}`;
  return [paragraph(`> **The base moved:** ${codeSpan(base.branch)} went ${way}, so this was judged again.`)];
}

function judgedLine({ judged, headRevision, base }: CheckContext): string {
  const place = `${codeSpan(base.branch)} at ${shortRevision(base.revision)}`;
  switch (judged.kind) {
    case "merge":
      return `Judged as merged: ${shortRevision(headRevision)} into ${place}.`;
    case "head":
      return `Judged without merging: ${shortRevision(headRevision)} by itself, for ${place}.`;
    case "queue":
      return `Judged for the merge queue: ${shortRevision(judged.revision)} on ${place}.`;
  }
}

function shortRevision(revision: string): string {
  return codeSpan(revision.slice(0, 10));
}
