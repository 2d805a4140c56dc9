import {
  describeDuration,
  fromTimestamp,
  type PromotionItem,
  type PromotionSide,
  type Slug,
  type Timestamp,
} from "@lockstep/model";

import { countOf, nameSome } from "../text/count.ts";
import { codeSpan, escapeMarkdown } from "../text/escape-markdown.ts";
import { fitParts, listing, paragraph, type Part, type Row } from "../text/fit-parts.ts";

/** What the pull request of a promotion tells. */
export interface PromotionFacts {
  readonly from: PromotionSide;
  readonly to: PromotionSide;
  /** What is promoted, by slug; perhaps not all of it. */
  readonly items: readonly PromotionItem[];
  /** How many pipelines are promoted. */
  readonly count: number;
  /** Pipelines of which the upper environment has the higher version. */
  readonly behind: readonly Slug[];
  /** Of whoever asked; may be empty. */
  readonly reason: string;
  readonly notes: readonly string[];
  readonly now: Timestamp;
}

/** Markdown with the evidence of a promotion, at most 65 000 bytes; what has no room is counted. */
export function promotionBody(facts: PromotionFacts): string {
  const { from, to, count, reason, notes, behind } = facts;
  const way = `from ${codeSpan(from.environment)} (${codeSpan(from.branch)}) to ${codeSpan(to.environment)} (${codeSpan(to.branch)})`;
  return fitParts([
    paragraph(
      `Promotes ${countOf(count, "pipeline")} ${way}, as applied at ${codeSpan((from.revision ?? "").slice(0, 12))}.`,
    ),
    ...(reason.trim() === "" ? [] : [paragraph(`> ${escapeMarkdown(reason)}`)]),
    ...notes.map((note) => paragraph(escapeMarkdown(note))),
    evidencePart(facts),
    removedPart(facts),
    ...(behind.length === 0 ? [] : [paragraph(behindText(facts))]),
    differencesPart(facts),
    paragraph(
      `Merging is what deploys: the gates of ${codeSpan(to.environment)} judge the merge, and the plan check of this pull request shows what they will say.`,
    ),
  ]);
}

function evidencePart({ items, count, from, now }: PromotionFacts): Part {
  const head = [
    `### How it did in ${codeSpan(from.environment)}`,
    "",
    "| pipeline | change | version | in force for | runs | failed | deploy |",
    "| --- | --- | --- | --- | ---: | ---: | --- |",
  ].join("\n");
  const brought = items.filter(({ kind }) => kind !== "missing");
  const hidden = Math.max(0, count - items.length);
  const part = listing({
    head,
    thing: "pipeline",
    items: brought,
    line: (item) => rowOf(item, now),
    mostRows: 200,
    mostBytes: 30_000,
  });
  if (hidden === 0) return part;
  // Rows that are never shown make the part say how many there are.
  const rest: Row = { render: () => "", counts: hidden };
  return { ...part, rows: [...part.rows.slice(0, 200), rest], mostRows: Math.min(200, brought.length) };
}

function rowOf(
  { slug, kind, from, to, class: name, evidence, origin }: PromotionItem,
  now: Timestamp,
): string {
  const version = to === null ? `${from?.version ?? ""} (new)` : `${to.version} → ${from?.version ?? ""}`;
  const cells = [
    codeSpan(slug),
    kind === "tuning" ? `${name ?? "tuning"}, same behaviour` : (name ?? "new"),
    version,
    evidence === null || evidence.since === null ? "never seen" : ageOf(evidence.since, now),
    String(evidence?.runs ?? 0),
    failedText(evidence),
    originText(origin),
  ];
  const bad = evidence?.isQuarantined === true ? " **taken out there as bad**" : "";
  return `| ${cells[0] ?? ""}${bad} | ${cells.slice(1).join(" | ")} |`;
}

function ageOf(since: Timestamp, now: Timestamp): string {
  return describeDuration(Math.max(0, fromTimestamp(now) - fromTimestamp(since)));
}

function failedText(evidence: PromotionItem["evidence"]): string {
  if (evidence === null || evidence.runs === 0) return "–";
  const share = (100 * evidence.failed) / evidence.runs;
  return `${evidence.failed} (${share > 0 && share < 0.1 ? "<0.1" : share.toFixed(1)} %)`;
}

function originText(origin: PromotionItem["origin"]): string {
  if (origin === null) return "–";
  const commit = origin.revision === null ? "" : ` ${codeSpan(origin.revision.slice(0, 12))}`;
  const pull = origin.pullRequest === null ? "" : ` #${Math.trunc(origin.pullRequest.number)}`;
  return `${codeSpan(origin.deploy)}${commit}${pull}`;
}

function removedPart({ items, from }: PromotionFacts): Part {
  return listing({
    head: `### No longer in ${codeSpan(from.environment)}, and removed by this\n`,
    thing: "pipeline",
    items: items.filter(({ kind }) => kind === "missing"),
    line: ({ slug, to }) => `- ${codeSpan(slug)} ${to?.version ?? ""}`,
  });
}

function behindText({ to, from, behind }: PromotionFacts): string {
  const names = nameSome(behind.map(codeSpan), 20);
  return `${codeSpan(to.environment)} has higher versions than ${codeSpan(from.environment)} of ${names}: they are not promoted. Merge them back.`;
}

/** Every difference as a sentence, under its pipeline. */
function differencesPart({ items }: PromotionFacts): Part {
  const rows = items
    .filter(({ differences }) => differences.length > 0)
    .flatMap(({ slug, differences }): readonly Row[] => [
      { render: () => `- ${codeSpan(slug)}`, counts: 0 },
      ...differences.map(({ sentence }) => ({
        render: () => `  - ${escapeMarkdown(sentence)}`,
        counts: 1,
      })),
    ]);
  return {
    head: "### What differs\n",
    rows,
    thing: "difference",
    mostRows: 2000,
    mostBytes: 20_000,
    isAlone: false,
  };
}
