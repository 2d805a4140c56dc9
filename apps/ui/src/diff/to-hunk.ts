import type { ChangeData, HunkData } from "react-diff-view";

import { showUnseen } from "../design/plain-text.tsx";
import type { DiffChunk } from "./diff-chunks.ts";
import type { ComparedLines } from "./diff-lines.ts";

/** Characters of one line that are drawn. */
const longest = 2_000;

/** A chunk as react-diff-view draws it. Its lines count from 1 in each hunk; add the offsets for the number in the file. */
export interface NumberedHunk {
  readonly hunk: HunkData;
  readonly oldOffset: number;
  readonly newOffset: number;
  /** Whether parts of lines can be compared at a bearable price. */
  readonly isShort: boolean;
}

/** `isPaired`: what is taken out stands before what is put in line by line, not block by block. */
export function toHunk(
  { runs }: DiffChunk,
  { oldLines, newLines }: ComparedLines,
  isPaired: boolean,
): NumberedHunk {
  const [first] = runs;
  const [oldOffset, newOffset] = [first?.oldFrom ?? 0, first?.newFrom ?? 0];
  const changes: ChangeData[] = [];
  for (const { kind, oldFrom, oldTo, newFrom, newTo } of runs) {
    if (kind === "same") {
      for (let line = oldFrom; line < oldTo; line += 1)
        changes.push({
          type: "normal",
          isNormal: true,
          content: drawn(oldLines[line]),
          oldLineNumber: line - oldOffset + 1,
          newLineNumber: line - oldFrom + newFrom - newOffset + 1,
        });
      continue;
    }
    const removed = changesOf("delete", oldLines.slice(oldFrom, oldTo), oldFrom - oldOffset);
    const added = changesOf("insert", newLines.slice(newFrom, newTo), newFrom - newOffset);
    changes.push(...(isPaired ? zip(removed, added) : [...removed, ...added]));
  }
  const hunk: HunkData = {
    content: "",
    oldStart: 1,
    newStart: 1,
    oldLines: changes.filter(({ type }) => type !== "insert").length,
    newLines: changes.filter(({ type }) => type !== "delete").length,
    changes,
  };
  return { hunk, oldOffset, newOffset, isShort: changes.every(({ content }) => content.length < 400) };
}

function changesOf(type: "delete" | "insert", lines: readonly string[], offset: number): ChangeData[] {
  return lines.map((line, index) => {
    const shared = { content: drawn(line), lineNumber: offset + index + 1 };
    return type === "delete"
      ? { type: "delete", isDelete: true, ...shared }
      : { type: "insert", isInsert: true, ...shared };
  });
}

function zip(one: readonly ChangeData[], other: readonly ChangeData[]): ChangeData[] {
  const rows = Math.max(one.length, other.length);
  return Array.from({ length: rows }, (_, row) => [one[row], other[row]])
    .flat()
    .filter((change) => change !== undefined);
}

/** Nothing unseen, and not more than anybody reads. */
function drawn(line = ""): string {
  const text = line.length > longest ? `${line.slice(0, longest)} … and ${line.length - longest} more` : line;
  return showUnseen(text);
}
