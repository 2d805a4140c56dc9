import { memo, useMemo } from "react";
import { type ChangeData, Diff, Hunk, markEdits, tokenize } from "react-diff-view";

import type { DiffChunk } from "./diff-chunks.ts";
import type { ComparedLines } from "./diff-lines.ts";
import { type NumberedHunk, toHunk } from "./to-hunk.ts";

export interface DiffTableProps {
  readonly chunk: DiffChunk;
  readonly lines: ComparedLines;
  readonly view: "split" | "unified";
}

/** The lines of one chunk, with the parts of lines that differ marked. Drawn once, however far somebody scrolls. */
export const DiffTable = memo(function DiffTable({ chunk, lines, view }: DiffTableProps) {
  const { hunk, oldOffset, newOffset } = useMemo(
    () => toHunk(chunk, lines, view === "split"),
    [chunk, lines, view],
  );
  const tokens = useMemo(() => marked(toHunk(chunk, lines, true)), [chunk, lines]);
  return (
    <Diff
      diffType="modify"
      viewType={view}
      hunks={[hunk]}
      tokens={tokens}
      renderGutter={({ change, side }) => {
        const number = lineNumberOf(change, side);
        return number === null ? null : number + (side === "old" ? oldOffset : newOffset);
      }}
    >
      {(hunks) => hunks.map((one) => <Hunk key="only" hunk={one} />)}
    </Diff>
  );
});

/** Line by line: marks belong to lines, in whatever order these are drawn. */
function marked({ hunk, isShort }: NumberedHunk) {
  return isShort ? tokenize([hunk], { enhancers: [markEdits([hunk], { type: "line" })] }) : null;
}

function lineNumberOf(change: ChangeData, side: "old" | "new"): number | null {
  if (change.type === "normal") return side === "old" ? change.oldLineNumber : change.newLineNumber;
  return (change.type === "delete") === (side === "old") ? change.lineNumber : null;
}
