import {
  type DeployMarker,
  type EndedRuns,
  fromTimestamp,
  mostMarkedSlugs,
  type Slug,
} from "@lockstep/model";

import { countRun, emptyTally, percentilesOf, type RunTally } from "./run-tally.ts";

const minuteMs = 60_000;
const shortestMs = 10 * minuteMs;
const longestMs = 24 * 60 * minuteMs;
const fewestRuns = 20;

interface Side {
  readonly runs: number;
  readonly failureShare: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** Runs of what a deploy changed, in two windows of the same length on both sides of it. */
export interface Comparison {
  readonly windowMs: number;
  readonly before: Side;
  readonly after: Side;
  /** Why little can be concluded from it; `null` when nothing speaks against it. */
  readonly caution: string | null;
}

export interface Around {
  readonly groups: readonly EndedRuns[];
  /** All deploys of the span, of every environment asked for. */
  readonly markers: readonly DeployMarker[];
  /** Only runs of this pipeline; `null` is all that the deploy changed. */
  readonly slug: Slug | null;
  /** What is known begins and ends there. */
  readonly since: number;
  readonly until: number;
}

/** How far back a comparison looks at most beyond a span of this length. */
export function reachOf(spanMs: number): number {
  return Math.min(longestMs, spanMs);
}

/** How what a deploy changed did before and after it; `null` for one that changed no pipeline. */
export function compareAround(marker: DeployMarker, around: Around): Comparison | null {
  if (marker.changes === 0) return null;
  const at = fromTimestamp(marker.at);
  const { from, to } = neighboursOf(marker, around);
  const windowMs = Math.max(0, Math.min(longestMs, at - from, to - at));
  const [before, after] = tallyBoth(marker, around, { at, windowMs });
  return {
    windowMs,
    before: sideOf(before),
    after: sideOf(after),
    caution: cautionOf(windowMs, before, after),
  };
}

/** A window ends where another deploy changed the same. */
function neighboursOf(marker: DeployMarker, { markers, since, until }: Around) {
  let [from, to] = [since, until];
  for (const other of markers) {
    if (other === marker || !isAboutTheSame(marker, other)) continue;
    const at = fromTimestamp(other.at);
    if (other.sequence < marker.sequence) from = Math.max(from, at);
    else to = Math.min(to, at);
  }
  return { from, to };
}

function isAboutTheSame(one: DeployMarker, other: DeployMarker): boolean {
  if (one.environment !== other.environment) return false;
  const slugs = slugsOf(one);
  const others = slugsOf(other);
  if (slugs === null || others === null) return one.changes > 0 && other.changes > 0;
  return [...slugs].some((slug) => others.has(slug));
}

/** `null` is everything. */
function slugsOf({ changes, changed }: DeployMarker): ReadonlySet<Slug> | null {
  return changes > mostMarkedSlugs ? null : new Set(changed.map(({ slug }) => slug));
}

function tallyBoth(
  marker: DeployMarker,
  { groups, slug }: Around,
  { at, windowMs }: { readonly at: number; readonly windowMs: number },
): readonly [RunTally, RunTally] {
  const slugs = slug === null ? slugsOf(marker) : new Set([slug]);
  const [before, after] = [emptyTally(), emptyTally()];
  for (const { environment, slug: ran, state, endedAt, tookMs } of groups) {
    if (environment !== marker.environment || slugs?.has(ran) === false) continue;
    for (const [index, end] of endedAt.entries()) {
      if (end < at - windowMs || end >= at + windowMs) continue;
      countRun(end < at ? before : after, state, tookMs[index] ?? null);
    }
  }
  return [before, after];
}

function sideOf(tally: RunTally): Side {
  const runs = judgedOf(tally);
  return { runs, failureShare: runs === 0 ? null : tally.failed / runs, ...percentilesOf(tally) };
}

/** A cancelled run says nothing about what was deployed. */
function judgedOf({ completed, failed }: RunTally): number {
  return completed + failed;
}

function cautionOf(windowMs: number, before: RunTally, after: RunTally): string | null {
  if (windowMs < shortestMs)
    return `The window is too short: ${Math.floor(windowMs / minuteMs)} min on each side.`;
  const [ranBefore, ranAfter] = [judgedOf(before), judgedOf(after)];
  if (Math.min(ranBefore, ranAfter) >= fewestRuns) return null;
  return `Too few runs to tell: ${ranBefore} before and ${ranAfter} after.`;
}
