import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef } from "react";

import { describeDuration } from "../../design/time.tsx";
import { useListKeys } from "../../design/use-list-keys.ts";
import { useNow } from "../../design/use-now.ts";
import { timeTicks } from "../../runs/time-ticks.ts";
import { layOut, type WaterfallRow } from "../../runs/waterfall-layout.ts";
import { isEnded, type RunDetails, type WaterfallAnswer } from "./run-queries.ts";
import type { AttemptName } from "./run-search.ts";
import { toLine, toSpans } from "./to-spans.ts";
import { rowHeight, WaterfallLine } from "./waterfall-line.tsx";

export interface WaterfallProps {
  readonly run: RunDetails;
  readonly answer: WaterfallAnswer;
  readonly open: ReadonlySet<string>;
  readonly selected: AttemptName | null;
  readonly onToggle: (step: string) => void;
  readonly onSelect: (attempt: AttemptName) => void;
}

/** When each step, try and item was under way; counts on while the run does. */
export function Waterfall(props: WaterfallProps) {
  return isEnded(props.run) ? <Drawn {...props} now={0} /> : <Moving {...props} />;
}

function Moving(props: WaterfallProps) {
  return <Drawn {...props} now={useNow()} />;
}

function Drawn({
  run,
  answer,
  open,
  selected,
  onToggle,
  onSelect,
  now,
}: WaterfallProps & { readonly now: number }) {
  const box = useRef<HTMLDivElement>(null);
  const spans = useMemo(() => toSpans(answer), [answer]);
  const { rows, totalMs } = useMemo(() => layOut(toLine(run, now), spans, open), [run, now, spans, open]);
  const index = chosenRow(rows, selected);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    getItemKey: (at) => rows[at]?.key ?? at,
  });
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: "auto" });
  }, [index, virtual]);
  // The first row is the run, which is the whole page.
  useListKeys({
    count: rows.length - 1,
    selected: Math.max(-1, index - 1),
    onSelect: (at) => choose(rows[at + 1]),
    onOpen: (at) => {
      const row = rows[at + 1];
      if (row !== undefined && row.parts > 0) onToggle(row.step);
    },
  });
  const choose = (row: WaterfallRow | undefined) => {
    if (row !== undefined && row.kind !== "run") onSelect(row);
  };
  const acts = useRef({ onToggle, choose });
  useEffect(() => {
    acts.current = { onToggle, choose };
  });
  // The same ones for ever: lines that stay the same are not drawn again when somebody scrolls.
  const toggle = useCallback((step: string) => acts.current.onToggle(step), []);
  const select = useCallback((row: WaterfallRow, attempt = row.attempt) => {
    acts.current.choose({ ...row, attempt });
  }, []);
  return (
    <div className="min-w-0">
      <Ticks totalMs={totalMs} />
      <div
        ref={box}
        role="table"
        aria-label="Steps over time"
        aria-rowcount={rows.length}
        tabIndex={0}
        className="relative max-h-[60vh] min-h-24 overflow-y-auto"
      >
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index: at, start, key }) => {
            const row = rows[at];
            return (
              row !== undefined && (
                <WaterfallLine
                  key={key}
                  row={row}
                  index={at}
                  top={start}
                  totalMs={totalMs}
                  isOpen={open.has(row.step) && row.kind === "step"}
                  isSelected={at === index}
                  onToggle={toggle}
                  onSelect={select}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** A step or item that was not opened stands for whichever of its tries is shown. */
function chosenRow(rows: readonly WaterfallRow[], selected: AttemptName | null): number {
  if (selected === null) return -1;
  const { step, item, attempt } = selected;
  const isSame = (row: WaterfallRow) => row.kind !== "run" && row.step === step && row.item === item;
  const exact = rows.findLastIndex((row) => isSame(row) && row.attempt === attempt);
  return exact >= 0 ? exact : rows.findIndex(isSame);
}

function Ticks({ totalMs }: { readonly totalMs: number }) {
  return (
    <div aria-hidden="true" className="flex border-b border-line text-xs text-muted">
      <div className="w-64 shrink-0 max-md:w-36" />
      <div className="relative mr-24 h-6 flex-1 max-sm:mr-3">
        {timeTicks(totalMs, 6).map((at, index) => (
          <span
            key={at}
            className={`absolute top-1 border-l border-line pl-1 whitespace-nowrap ${index % 2 === 1 ? "max-md:hidden" : ""}`}
            style={{ left: `${(100 * at) / totalMs}%` }}
          >
            {describeDuration(at)}
          </span>
        ))}
      </div>
    </div>
  );
}
