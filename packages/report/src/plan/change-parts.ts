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
  const lines = changes.map(
    (change) =>
      `| ${kindOf(change)} | ${codeSpan(change.slug)} | ${moveOf(change)} | ${change.class ?? "–"} |`,
  );
  const head = `### ${describePlan({ changes })}\n\n| change | pipeline | version | class |\n| --- | --- | --- | --- |`;
  return listing(head, "change", lines, 100);
}

/** Contracts that change, each with the callers that would feel it. */
export function contractsPart({ changes }: Plan, { callers }: PlanImpact): Part {
  const lines = changes
    .filter(({ class: name }) => name === "contract")
    .map((change) => {
      const feel = callers
        .filter(({ callee }) => callee === change.slug)
        .map(({ caller, range }) => `${codeSpan(caller)} (calls ${escapeMarkdown(range)})`);
      const felt = feel.length === 0 ? "nobody calls it here" : `felt by ${nameSome(feel, mostNames)}`;
      return `- ${codeSpan(change.slug)} ${moveOf(change)}: ${felt}`;
    });
  return listing("### Contracts that change\n", "contract", lines);
}

/** Every difference as a sentence, under its change. */
export function differencesPart({ changes }: Plan): Part {
  const rows = changes
    .filter(({ differences }) => differences.length > 0)
    .flatMap((change) => [headRow(change), ...sentenceRows(change)]);
  const base = { thing: "difference", mostRows: 2000, mostBytes: 30_000, isAlone: false };
  return { head: "### What differs\n", rows, ...base };
}

function headRow(change: Change): Row {
  return {
    text: [`- **${change.kind}** ${codeSpan(change.slug)}`, moveOf(change)].join(" ").trim(),
    counts: 0,
  };
}

function sentenceRows({ differences }: Change): readonly Row[] {
  const rows = differences.slice(0, mostDifferences).map(({ operation, sentence, class: name }) => ({
    text: `  - ${operation}: ${escapeMarkdown(sentence)} (${name})`,
    counts: 1,
  }));
  const missing = differences.length - rows.length;
  if (missing === 0) return rows;
  return [
    ...rows,
    { text: `  - … and ${missing} more ${missing === 1 ? "difference" : "differences"}`, counts: 1 },
  ];
}

function kindOf({ kind }: Change): string {
  return kind === "prune" ? "**prune**" : kind;
}

/** `1.0.0 → 1.1.0`, or the one version that there is. */
function moveOf({ from, to }: Change): string {
  const versions = [from, to].flatMap((pointer) => (pointer === null ? [] : codeSpan(pointer.version)));
  return [...new Set(versions)].join(" → ");
}

/** Runs that end on the version that they began with, and triggers that fire once this is applied. */
export function underWayParts({ running, firings }: PlanImpact): readonly Part[] {
  const runs = running.map(
    ({ slug, version, count }) =>
      `- ${countOf(count, "run")} of ${codeSpan(slug)} ${count === 1 ? "finishes" : "finish"} on ${codeSpan(version)}`,
  );
  const fires = firings.map(({ slug, trigger, nextAt, timezone }) => {
    const zone = timezone === null ? "" : ` (schedule in ${escapeMarkdown(timezone)})`;
    const when = nextAt === null ? "when it is called" : `next at ${codeSpan(nextAt)}${zone}`;
    return `- ${codeSpan(trigger)} of ${codeSpan(slug)}: ${when}`;
  });
  return [
    listing("### Runs under way\n", "pipeline", runs),
    listing("### Changed triggers that will fire\n", "trigger", fires),
  ];
}
