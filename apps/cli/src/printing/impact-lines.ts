import { type Clock, describeDuration, fromTimestamp, type Impact } from "@lockstep/model";

import { styled, type Text } from "../terminal/text.ts";

/** Lines of each kind; `--json` has all of them. */
const most = 20;

/** Who feels a plan: runs under way, what will start, calls, who called, and inputs that no longer fit. */
export function impactLines(impact: Impact, clock: Clock): readonly Text[] {
  const { running, firings, callers, callees, tokens, inputs } = impact;
  return [
    ...section("runs under way, which end as they began", running.map(runningLine)),
    ...section("starts in the next 24 hours", firings.filter(({ count }) => count !== 0).map(firingLine)),
    ...section(
      "called by",
      callers.map(({ callee, caller, range }) => `${callee} by ${caller} (${range})`),
    ),
    ...section(
      "calls",
      callees.map(({ caller, callee, range }) => `${caller} calls ${callee} (${range})`),
    ),
    ...section(
      "started in the last 30 days",
      tokens.map((token) => starterLine(token, clock)),
    ),
    ...section("recorded inputs on changed schemas", inputs.flatMap(inputLines)),
    ...boundLines(impact),
  ];
}

function section(title: string, lines: readonly string[]): readonly Text[] {
  if (lines.length === 0) return [];
  const others = lines.length > most ? [styled("dim", `  … and ${lines.length - most} more`)] : [];
  return ["", styled("dim", title), ...lines.slice(0, most).map((line) => `  ${line}`), ...others];
}

function runningLine({ slug, version, count }: Impact["running"][number]): string {
  return `${slug}@${version}: ${count}`;
}

function firingLine({ slug, trigger, timezone, at, count }: Impact["firings"][number]): string {
  const name = `${slug}/${trigger}`;
  const [first] = at;
  if (count === null || first === undefined) return `${name}: when it is called`;
  const others = count > 1 ? `, ${count} times in all` : "";
  return `${name}: ${first.local} ${timezone ?? ""}${others}`;
}

function starterLine({ slug, actor, runs, lastAt }: Impact["tokens"][number], clock: Clock): string {
  const age = describeDuration(Math.max(0, clock.now() - fromTimestamp(lastAt)));
  return `${slug} by ${actor}: ${runs} ${runs === 1 ? "run" : "runs"}, the last ${age} ago`;
}

function inputLines({ slug, tried, rejected, example }: Impact["inputs"][number]): readonly string[] {
  if (tried === 0) return [`${slug}: none is recorded, so nothing could be tried`];
  const head = `${slug}: ${rejected} of the newest ${tried} would be rejected`;
  if (example === null) return [head];
  const errors = example.errors.map(({ path, message }) => `${path === "" ? "the input" : path} ${message}`);
  return [head, `  such as ${JSON.stringify(example.input)}: ${errors.join("; ")}`];
}

function boundLines({ pipelines, totals }: Impact): readonly Text[] {
  if (pipelines.shown >= pipelines.changed) return [];
  const all = `over all: ${totals.running} runs under way, ${totals.callers} calls of them`;
  return [
    "",
    `The lists look at the first ${pipelines.shown} of ${pipelines.changed} changed pipelines; ${all}.`,
  ];
}
