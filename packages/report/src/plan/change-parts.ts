import { describePlan } from "@lockstep/diff";
import type { Change, Plan } from "@lockstep/model";

import type { PlanImpact } from "../report-input.ts";
import { countOf, nameSome } from "../text/count.ts";
import { codeSpan, escapeMarkdown } from "../text/escape-markdown.ts";
import { listing, paragraph, type Part, type Row } from "../text/fit-parts.ts";

const mostNames = 20;
const mostDifferences = 100;

/** What is retired, loud, because it stops what runs today. */
export function prunesParts({ changes, counts }: Plan): readonly Part[] {
  const pruned = changes.filter(({ kind }) => kind === "prune").map(({ slug }) => codeSpan(slug));
  if (pruned.length === 0) return [];
  const share = `${pruned.length} of ${countOf(counts.applied, "pipeline")}`;
  return [paragraph(`> **⚠ Merging retires ${share}:** ${nameSome(pruned, mostNames)}.`)];
}

/** One row per change. */
export function changesPart({ changes }: Plan): Part {
  const columns = "| change | pipeline | version | class |\n| --- | --- | --- | --- |";
  return listing({
    head: `### ${describePlan({ changes })}\n\n${columns}`,
    thing: "change",
    items: changes,
    line: (change) =>
      `| ${kindOf(change)} | ${codeSpan(change.slug)} | ${moveOf(change) || "–"} | ${change.class ?? "–"} |`,
    mostRows: 100,
  });
}

/** Contracts that change, each with the callers that would feel it. */
export function contractsPart({ changes }: Plan, { callers }: PlanImpact): Part {
  return listing({
    head: "### Contracts that change\n",
    thing: "contract",
    items: changes.filter(({ class: name }) => name === "contract"),
    line: (change) => {
      const calling = callers.filter(({ callee }) => callee === change.slug);
      const feel = calling.map(({ caller, range }) => `${codeSpan(caller)} (calls ${escapeMarkdown(range)})`);
      const felt = feel.length === 0 ? "nobody calls it here" : `felt by ${nameSome(feel, mostNames)}`;
      return `- ${codeSpan(change.slug)} ${moveOf(change)}: ${felt}`;
    },
  });
}

/** Every difference as a sentence, under its change. */
export function differencesPart({ changes }: Plan): Part {
  const rows = changes
    .filter(({ differences }) => differences.length > 0)
    .flatMap((change) => [headRow(change), ...sentenceRows(change)]);
  const bounds = { thing: "difference", mostRows: 2000, mostBytes: 30_000, isAlone: false };
  return { head: "### What differs\n", rows, ...bounds };
}

function headRow(change: Change): Row {
  return {
    render: () => `- **${change.kind}** ${codeSpan(change.slug)} ${moveOf(change)}`.trim(),
    counts: 0,
  };
}

/** The first differences of a change; one row stands for all others, so that no change hides the next. */
function sentenceRows({ differences }: Change): readonly Row[] {
  const rows = differences.slice(0, mostDifferences).map(({ operation, sentence, class: name }) => ({
    render: () => `  - ${operation}: ${escapeMarkdown(sentence)} (${name})`,
    counts: 1,
  }));
  const missing = differences.length - rows.length;
  if (missing === 0) return rows;
  return [...rows, { render: () => `  - … and ${missing} more`, counts: missing }];
}

function kindOf({ kind }: Change): string {
  return kind === "prune" ? "**prune**" : kind;
}

/** `1.0.0 → 1.1.0`, or the one version that there is. */
function moveOf({ from, to }: Change): string {
  const versions = [from, to].flatMap((pointer) => (pointer === null ? [] : codeSpan(pointer.version)));
  return [...new Set(versions)].join(" → ");
}
