import { diffArrays } from "diff";

import { findAnchors } from "./anchor-lines.ts";

/** Lines in a row that are on both sides, or that a change takes out and puts in. Lines count from 0. */
export interface LineRun {
  readonly kind: "same" | "changed";
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

export interface ComparedLines {
  readonly oldLines: readonly string[];
  readonly newLines: readonly string[];
  readonly runs: readonly LineRun[];
  /** Whether both texts differ so much that some part is shown as replaced. */
  readonly isCoarse: boolean;
}

/** Milliseconds after which a page no longer feels alive. */
const patienceMs = 250;

/** Compares two texts line by line, finely for `deadlineMs` at most; `null` is a text that is not there. */
export function compareLines(
  before: string | null,
  after: string | null,
  deadlineMs = patienceMs,
): ComparedLines {
  const [oldLines, newLines] = [linesOf(before), linesOf(after)];
  const head = countSame(oldLines, newLines);
  const tail = countSameAtEnd(oldLines, newLines, head);
  const { steps, isCoarse } = compareMiddle(
    oldLines.slice(head, oldLines.length - tail),
    newLines.slice(head, newLines.length - tail),
    deadlineMs,
  );
  return { oldLines, newLines, runs: toRuns([stay(head), ...steps, stay(tail)]), isCoarse };
}

function stay(count: number): Step {
  return { count, added: false, removed: false };
}

/** Between lines that surely stayed, so that many changes in a long text cost no more than they are. */
function compareMiddle(
  oldLines: readonly string[],
  newLines: readonly string[],
  deadlineMs: number,
): { readonly steps: readonly Step[]; readonly isCoarse: boolean } {
  const until = performance.now() + deadlineMs;
  const steps: Step[] = [];
  let isCoarse = false;
  let [oldAt, newAt] = [0, 0];
  const end = { old: oldLines.length, new: newLines.length };
  for (const anchor of [...findAnchors(oldLines, newLines), end]) {
    const [before, after] = [oldLines.slice(oldAt, anchor.old), newLines.slice(newAt, anchor.new)];
    const found =
      before.length === 0 || after.length === 0
        ? null
        : diffArrays(before, after, { timeout: Math.max(1, until - performance.now()) });
    if (found === undefined) isCoarse = true;
    steps.push(...(found ?? replaced(before.length, after.length)));
    if (anchor !== end) steps.push(stay(1));
    [oldAt, newAt] = [anchor.old + 1, anchor.new + 1];
  }
  return { steps, isCoarse };
}

function replaced(before: number, after: number): readonly Step[] {
  return [
    { count: before, added: false, removed: true },
    { count: after, added: true, removed: false },
  ];
}

function linesOf(text: string | null): readonly string[] {
  if (text === null || text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split(/\r?\n/);
}

function countSame(one: readonly string[], other: readonly string[]): number {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && one[count] === other[count]) count += 1;
  return count;
}

function countSameAtEnd(one: readonly string[], other: readonly string[], head: number): number {
  const most = Math.min(one.length, other.length) - head;
  let count = 0;
  while (count < most && one[one.length - 1 - count] === other[other.length - 1 - count]) count += 1;
  return count;
}

interface Step {
  readonly count: number;
  readonly added: boolean;
  readonly removed: boolean;
}

/** What is taken out and put in at one place is one run. */
function toRuns(steps: readonly Step[]): readonly LineRun[] {
  const runs: LineRun[] = [];
  let [oldAt, newAt] = [0, 0];
  for (const { count, added, removed } of steps) {
    if (count === 0) continue;
    const kind = added || removed ? "changed" : "same";
    const last = runs.at(-1);
    const oldTo = oldAt + (added ? 0 : count);
    const newTo = newAt + (removed ? 0 : count);
    if (last !== undefined && last.kind === kind) runs[runs.length - 1] = { ...last, oldTo, newTo };
    else runs.push({ kind, oldFrom: oldAt, oldTo, newFrom: newAt, newTo });
    [oldAt, newAt] = [oldTo, newTo];
  }
  return runs;
}
