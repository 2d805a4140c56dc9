import "./text-diff.css";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";

import { Button } from "../design/button.tsx";
import { cutIntoChunks, type DiffChunk, type DiffGap } from "./diff-chunks.ts";
import type { ComparedLines } from "./diff-lines.ts";
import { DiffTable } from "./diff-table.tsx";

/** Pixels of one row. */
const rowHeight = 20;
const gapHeight = 32;

export interface TextDiffLinesProps {
  readonly label: string;
  readonly lines: ComparedLines;
  readonly view: "split" | "unified";
  /** The change that is to be seen, counted from 0; `null` leaves the place alone. */
  readonly change: number | null;
}

/** The lines of a text difference, drawn only where one looks. */
export function TextDiffLines({ label, lines, view, change }: TextDiffLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<number>>(() => new Set());
  const parts = useMemo(() => cutIntoChunks(lines, opened), [lines, opened]);
  const virtualizer = useVirtualizer({
    count: parts.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(parts[index], view),
    getItemKey: (index) => keyOf(parts[index]),
    overscan: 2,
    initialRect: { width: 800, height: 600 },
  });

  useEffect(() => {
    if (change === null) return;
    const index = parts.findIndex((part) => part.kind === "lines" && part.changes.includes(change));
    if (index === -1) return;
    virtualizer.scrollToIndex(index, { align: "start" });
    const frame = requestAnimationFrame(() => {
      const row = scroller.current?.querySelectorAll(`[data-part="${index}"] tr`)[
        rowOf(parts[index], change, view)
      ];
      row?.scrollIntoView({ block: "center" });
    });
    return () => cancelAnimationFrame(frame);
  }, [change, parts, view, virtualizer]);

  return (
    <div
      ref={scroller}
      role="region"
      aria-label={label}
      tabIndex={0}
      className="text-diff max-h-[70vh] overflow-auto overscroll-x-contain"
    >
      <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            data-part={index}
            className="absolute top-0 left-0 w-full"
            style={{ transform: `translateY(${start}px)` }}
          >
            <Part
              part={parts[index]}
              lines={lines}
              view={view}
              onOpen={(line) => setOpened((before) => new Set([...before, line]))}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

interface PartProps extends Pick<TextDiffLinesProps, "lines" | "view"> {
  readonly part: DiffChunk | DiffGap | undefined;
  readonly onOpen: (line: number) => void;
}

function Part({ part, lines, view, onOpen }: PartProps) {
  if (part === undefined) return null;
  if (part.kind === "lines") return <DiffTable chunk={part} lines={lines} view={view} />;
  return (
    <div className="flex h-8 items-center justify-center border-y border-line bg-sunken">
      <Button look="quiet" className="min-h-6 py-0 text-xs" onClick={() => onOpen(part.run.oldFrom)}>
        Show {part.count.toLocaleString("en")} unchanged lines
      </Button>
    </div>
  );
}

function keyOf(part: DiffChunk | DiffGap | undefined): string {
  const run = part?.kind === "gap" ? part.run : part?.runs[0];
  return `${part?.kind} ${run?.oldFrom} ${run?.newFrom} ${run?.kind}`;
}

function heightOf(part: DiffChunk | DiffGap | undefined, view: TextDiffLinesProps["view"]): number {
  if (part === undefined || part.kind === "gap") return gapHeight;
  return rowHeight * (view === "split" ? part.rows : part.runs.reduce((sum, run) => sum + unified(run), 0));
}

/** The row of a chunk at which a change begins. */
function rowOf(
  part: DiffChunk | DiffGap | undefined,
  change: number,
  view: TextDiffLinesProps["view"],
): number {
  if (part?.kind !== "lines") return 0;
  let skipped = part.changes.indexOf(change);
  let row = 0;
  for (const run of part.runs) {
    if (run.kind === "changed" && skipped === 0) return row;
    if (run.kind === "changed") skipped -= 1;
    row += view === "split" ? Math.max(run.oldTo - run.oldFrom, run.newTo - run.newFrom) : unified(run);
  }
  return row;
}

function unified({ kind, oldFrom, oldTo, newFrom, newTo }: DiffChunk["runs"][number]): number {
  return kind === "same" ? oldTo - oldFrom : oldTo - oldFrom + newTo - newFrom;
}
