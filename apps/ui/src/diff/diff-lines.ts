import { diffArrays } from "diff";

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
  /** Whether both texts differ so much that the middle is shown as replaced. */
  readonly isCoarse: boolean;
}

/** Milliseconds after which a page no longer feels alive. */
const deadlineMs = 250;

/** Compares two texts line by line; `null` is a text that is not there. */
export function compareLines(before: string | null, after: string | null): ComparedLines {
  const [oldLines, newLines] = [linesOf(before), linesOf(after)];
  const head = countSame(oldLines, newLines);
  const tail = countSameAtEnd(oldLines, newLines, head);
  const oldMiddle = oldLines.slice(head, oldLines.length - tail);
  const newMiddle = newLines.slice(head, newLines.length - tail);
  const found =
    oldMiddle.length === 0 || newMiddle.length === 0
      ? undefined
      : diffArrays([...oldMiddle], [...newMiddle], { timeout: deadlineMs });
  const middle = found ?? [
    { count: oldMiddle.length, added: false, removed: true },
    { count: newMiddle.length, added: true, removed: false },
  ];
  const same = (count: number) => ({ count, added: false, removed: false });
  const isCoarse = found === undefined && oldMiddle.length > 0 && newMiddle.length > 0;
  return { oldLines, newLines, runs: toRuns([same(head), ...middle, same(tail)]), isCoarse };
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
