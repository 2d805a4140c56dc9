import type { ComparedLines, LineRun } from "./diff-lines.ts";

/** Lines around a change that are shown with it. */
const context = 3;

/** Rows of one table: few enough to be laid out within a frame. */
export const rowsPerChunk = 40;

/** A part of both texts that is drawn at once. Spans count lines from 0; `changes` are the changes that begin in it. */
export interface DiffChunk {
  readonly kind: "lines";
  readonly runs: readonly LineRun[];
  readonly rows: number;
  readonly changes: readonly number[];
}

/** Lines that are the same on both sides and not shown. */
export interface DiffGap {
  readonly kind: "gap";
  readonly run: LineRun;
  readonly count: number;
}

/** Cuts runs of lines into chunks, and hides what is far from every change unless its first old line is in `opened`. */
export function cutIntoChunks(
  { runs }: Pick<ComparedLines, "runs">,
  opened: ReadonlySet<number>,
): readonly (DiffChunk | DiffGap)[] {
  const parts: (DiffChunk | DiffGap)[] = [];
  let open: { runs: LineRun[]; rows: number; changes: number[] } | null = null;
  let changes = 0;
  const close = () => {
    if (open !== null) parts.push({ kind: "lines", ...open });
    open = null;
  };
  const add = (run: LineRun, change: number | null) => {
    open ??= { runs: [], rows: 0, changes: [] };
    open.runs.push(run);
    open.rows += rowsOf(run);
    if (change !== null) open.changes.push(change);
    if (open.rows >= rowsPerChunk) close();
  };
  for (const [index, run] of runs.entries()) {
    if (run.kind === "changed") {
      const pieces = cut(run);
      for (const [at, piece] of pieces.entries()) add(piece, at === 0 ? changes : null);
      changes += 1;
      continue;
    }
    const sides = { isFirst: index === 0, isLast: index === runs.length - 1 };
    for (const piece of hideMiddle(run, sides, opened)) {
      if (piece.kind === "gap") {
        close();
        parts.push(piece);
      } else for (const small of cut(piece)) add(small, null);
    }
  }
  close();
  return parts;
}

/** How many changes there are: places at which lines differ. */
export function countChanges({ runs }: Pick<ComparedLines, "runs">): number {
  return runs.filter(({ kind }) => kind === "changed").length;
}

function rowsOf({ oldFrom, oldTo, newFrom, newTo }: LineRun): number {
  return Math.max(oldTo - oldFrom, newTo - newFrom);
}

/** Pieces of at most a chunk; both sides advance together, so that they stay beside each other. */
function cut(run: LineRun): readonly LineRun[] {
  const pieces: LineRun[] = [];
  for (let row = 0; row < rowsOf(run); row += rowsPerChunk)
    pieces.push({
      kind: run.kind,
      oldFrom: Math.min(run.oldFrom + row, run.oldTo),
      oldTo: Math.min(run.oldFrom + row + rowsPerChunk, run.oldTo),
      newFrom: Math.min(run.newFrom + row, run.newTo),
      newTo: Math.min(run.newFrom + row + rowsPerChunk, run.newTo),
    });
  return pieces;
}

function hideMiddle(
  run: LineRun,
  { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
  opened: ReadonlySet<number>,
): readonly (LineRun | DiffGap)[] {
  const before = isFirst ? 0 : context;
  const after = isLast ? 0 : context;
  const count = rowsOf(run) - before - after;
  if (count <= context || opened.has(run.oldFrom)) return [run];
  const part = (from: number, length: number): LineRun => ({
    kind: "same",
    oldFrom: run.oldFrom + from,
    oldTo: run.oldFrom + from + length,
    newFrom: run.newFrom + from,
    newTo: run.newFrom + from + length,
  });
  return [
    ...(before === 0 ? [] : [part(0, before)]),
    { kind: "gap", run, count },
    ...(after === 0 ? [] : [part(before + count, after)]),
  ];
}
