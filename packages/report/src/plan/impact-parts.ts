import type { PlanImpact } from "../report-input.ts";
import { countOf } from "../text/count.ts";
import { codeSpan, escapeMarkdown } from "../text/escape-markdown.ts";
import { listing, paragraph, type Part } from "../text/fit-parts.ts";

/** Of a schedule's instants, how many are named; the others are counted. */
const mostInstants = 3;

/** Inputs that no longer fit, runs that end as they began, what will start, and who called what changes. */
export function impactParts(impact: PlanImpact): readonly Part[] {
  const { running, firings, tokens, inputs } = impact;
  return [
    listing({
      head: "### Recorded inputs that the changed schemas reject\n",
      thing: "pipeline",
      items: inputs.filter(({ rejected }) => rejected > 0),
      line: inputsLine,
    }),
    listing({ head: "### Runs under way\n", thing: "version", items: running, line: runsLine }),
    listing({
      head: "### Triggers that start them in the next 24 hours\n",
      thing: "trigger",
      items: firings.filter(({ count }) => count !== 0),
      line: firingLine,
    }),
    listing({
      head: "### Called by tokens in the last 30 days\n",
      thing: "pipeline",
      items: tokens,
      line: tokensLine,
    }),
    ...boundParts(impact),
  ];
}

function inputsLine({ slug, tried, rejected }: PlanImpact["inputs"][number]): string {
  return `- ${codeSpan(slug)}: ${rejected} of the newest ${countOf(tried, "recorded input")} would be rejected`;
}

function runsLine({ slug, version, count }: PlanImpact["running"][number]): string {
  const finish = count === 1 ? "finishes" : "finish";
  return `- ${countOf(count, "run")} of ${codeSpan(slug)} ${finish} on ${codeSpan(version)}`;
}

function firingLine({ slug, trigger, timezone, at, count }: PlanImpact["firings"][number]): string {
  const name = `${codeSpan(trigger)} of ${codeSpan(slug)}`;
  if (count === null) return `- ${name}: when it is called`;
  const named = at.slice(0, mostInstants).map(({ local }) => codeSpan(local));
  const others = count > named.length ? ` and ${count - named.length} more` : "";
  return `- ${name}: ${named.join(", ")}${others} (${escapeMarkdown(timezone ?? "UTC")})`;
}

function tokensLine({ slug, tokens, runs }: PlanImpact["tokens"][number]): string {
  return `- ${codeSpan(slug)}: ${countOf(runs, "run")} by ${countOf(tokens, "token")}`;
}

/** Says what the lists leave out. */
function boundParts({ pipelines, totals }: PlanImpact): readonly Part[] {
  if (pipelines.shown >= pipelines.changed) return [];
  const runs = `${countOf(totals.running, "run")} under way`;
  const calls = `${countOf(totals.callers, "call")} of them`;
  return [
    paragraph(
      `What is touched is listed for the first ${pipelines.shown} of ${pipelines.changed} changed pipelines; over all: ${runs}, ${calls}.`,
    ),
  ];
}
