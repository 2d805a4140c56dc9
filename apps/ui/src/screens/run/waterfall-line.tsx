import { memo } from "react";

import { Icon } from "../../design/icon.tsx";
import { StatusIcon } from "../../design/status-badge.tsx";
import { statusOf, stepStatuses } from "../../design/statuses.ts";
import { describeDuration } from "../../design/time.tsx";
import type { Bar, WaterfallRow } from "../../runs/waterfall-layout.ts";

/** Pixels of each row. */
export const rowHeight = 30;

interface WaterfallLineProps {
  readonly row: WaterfallRow;
  readonly index: number;
  readonly top: number;
  readonly totalMs: number;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly onToggle: (step: string) => void;
  /** With the number of a try when one of several was pressed. */
  readonly onSelect: (row: WaterfallRow, attempt?: number) => void;
}

/** A row of the waterfall: name, bars, how long. */
export const WaterfallLine = memo(function WaterfallLine({
  row,
  index,
  top,
  totalMs,
  isOpen,
  isSelected,
  onToggle,
  onSelect,
}: WaterfallLineProps) {
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isSelected}
      className="absolute inset-x-0 flex items-center border-b border-line text-sm hover:bg-sunken aria-selected:bg-accent-soft"
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
    >
      <div
        role="rowheader"
        className={`flex w-64 shrink-0 items-center gap-1 max-md:w-36 ${indents[row.kind]}`}
      >
        {row.parts > 0 ? (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={`${isOpen ? "Close" : "Open"} ${row.step}`}
            onClick={() => onToggle(row.step)}
            className="flex size-5 shrink-0 items-center justify-center rounded text-muted hover:text-text"
          >
            <Icon name={isOpen ? "down" : "chevron"} className="size-3" />
          </button>
        ) : (
          <span className="size-5 shrink-0" />
        )}
        <StatusIcon status={statusOf(stepStatuses, row.status)} />
        {row.kind === "run" ? (
          <span className="font-medium">The run</span>
        ) : (
          <button
            type="button"
            onClick={() => onSelect(row)}
            className="min-w-0 truncate text-left hover:text-accent"
          >
            {nameOf(row)}
          </button>
        )}
        {row.counts !== null && <Counts counts={row.counts} />}
      </div>
      <div role="cell" className="relative h-full flex-1">
        {row.bars.map((bar) => (
          <Strip
            key={`${bar.kind} ${bar.attempt}`}
            bar={bar}
            totalMs={totalMs}
            onSelect={(attempt) => onSelect(row, attempt)}
          />
        ))}
      </div>
      <div
        role="cell"
        className="w-24 shrink-0 pr-3 text-right text-xs whitespace-nowrap text-muted max-sm:sr-only"
      >
        {row.tookMs === null ? "" : describeDuration(row.tookMs)}
      </div>
    </div>
  );
});

const indents = { run: "pl-1", step: "pl-1", item: "pl-5", try: "pl-5" } as const;

function nameOf({ kind, step, item, attempt }: WaterfallRow): string {
  if (kind === "item") return `Item ${item}`;
  if (kind === "try") return `Try ${attempt}`;
  return step;
}

function Counts({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const failed = counts.failed ?? 0;
  return (
    <span className="ml-auto pr-2 text-xs whitespace-nowrap text-muted">
      {all.toLocaleString("en")} {all === 1 ? "item" : "items"}
      {failed > 0 && <span className="text-bad"> · {failed.toLocaleString("en")} failed</span>}
    </span>
  );
}

const paints: Readonly<Record<string, string>> = {
  completed: "bg-good",
  failed: "bg-bad",
  running: "bg-info",
  waiting: "bg-info",
  queued: "bg-line-strong",
  cancelled: "bg-idle",
  skipped: "bg-idle",
  pending: "bg-line-strong",
};

/** What works is full, what waits is an outline, what pauses is a line. */
const shapes: Readonly<Record<Bar["kind"], string>> = {
  work: "top-[9px] h-3 rounded-sm",
  span: "top-[9px] h-3 rounded-sm opacity-70",
  wait: "top-[9px] h-3 rounded-sm opacity-35",
  queue: "top-[13px] h-1 rounded-sm",
  pause: "top-[14px] h-0.5 opacity-60",
};

interface StripProps {
  readonly bar: Bar;
  readonly totalMs: number;
  readonly onSelect: (attempt: number) => void;
}

/** For the pointer only: who listens or uses keys has the name of the row. */
function Strip({ bar, totalMs, onSelect }: StripProps) {
  const left = (100 * bar.from) / totalMs;
  const width = (100 * (bar.to - bar.from)) / totalMs;
  return (
    <div
      aria-hidden="true"
      title={`${wordOf(bar)}, ${describeDuration(bar.to - bar.from)}, after ${describeDuration(bar.from)}`}
      onClick={() => onSelect(bar.attempt)}
      className={`absolute min-w-[3px] ${shapes[bar.kind]} ${paints[bar.status] ?? "bg-idle"}`}
      style={{ left: `min(${left}%, calc(100% - 3px))`, width: `${width}%` }}
    />
  );
}

function wordOf({ kind, status, attempt }: Bar): string {
  if (kind === "queue") return "Queued";
  if (kind === "pause") return `Pause before try ${attempt}`;
  const { word } = statusOf(stepStatuses, status);
  if (kind === "wait") return status === "waiting" ? "Waiting" : `Waited, then ${word.toLowerCase()}`;
  return attempt > 1 ? `Try ${attempt}: ${word.toLowerCase()}` : word;
}
