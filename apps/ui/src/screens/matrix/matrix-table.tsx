import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";

import { useFollowLinks } from "../../design/use-follow-links.ts";
import type { EnvironmentColumn } from "./environment-columns.ts";
import { EnvironmentHead } from "./environment-head.tsx";
import { type CellFilter, MatrixRow } from "./matrix-row.tsx";
import type { MatrixPages } from "./use-matrix-rows.ts";
import { useShownRows } from "./use-shown-rows.ts";

export interface MatrixBodyProps {
  readonly pages: MatrixPages;
  readonly columns: readonly EnvironmentColumn[];
  readonly filter: CellFilter;
  /** Changes when other rows are asked for: then the first one is shown. */
  readonly question: string;
}

const rowRem = 3;
const headRem = 5.25;

/** The matrix as a table in a box of its own: heads and names stay in sight, only the rows in sight exist. */
export function MatrixTable({ pages, columns, filter, question }: MatrixBodyProps) {
  const follow = useFollowLinks();
  const box = useRef<HTMLDivElement>(null);
  const { total, rowAt } = pages.rows;
  const rem = remInPixels();
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => rowRem * rem,
    scrollMargin: headRem * rem,
    scrollPaddingStart: headRem * rem,
    overscan: 6,
  });
  const { shown, selected } = useShownRows({
    pages,
    columns,
    question,
    box,
    virtual,
    toTop: () => {
      if (box.current !== null) box.current.scrollTop = 0;
    },
  });

  const gridTemplateColumns = `minmax(13rem, 20rem) repeat(${columns.length}, minmax(12.5rem, 1fr))`;
  return (
    <div
      ref={box}
      data-scroll-restoration-id="matrix"
      role="region"
      aria-label="Pipelines by environment"
      tabIndex={0}
      className={`relative min-h-72 flex-1 overflow-auto overscroll-contain rounded-lg border border-line bg-surface ${pages.query.isPlaceholderData ? "opacity-70" : ""}`}
    >
      <div
        role="table"
        aria-label="Pipelines by environment"
        aria-rowcount={total + 1}
        aria-colcount={columns.length + 1}
        style={{ minWidth: `${13 + 12.5 * columns.length}rem` }}
      >
        <div role="rowgroup" className="sticky top-0 z-20 border-b border-line bg-surface">
          <div
            role="row"
            aria-rowindex={1}
            className="grid"
            style={{ gridTemplateColumns, height: `${headRem}rem` }}
          >
            <div
              role="columnheader"
              className="sticky left-0 z-10 flex items-end border-r border-line bg-surface px-3 py-2 text-xs text-muted"
            >
              Pipeline
            </div>
            {columns.map((column) => (
              <div
                role="columnheader"
                key={column.slug}
                className="min-w-0 overflow-hidden border-r border-line bg-surface last:border-r-0"
              >
                <EnvironmentHead column={column} />
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" onClick={follow} style={{ height: virtual.getTotalSize() }}>
          {shown.map(({ index, start, size }) => {
            const row = rowAt(index);
            return (
              <div
                key={index}
                role="row"
                aria-rowindex={index + 2}
                data-index={index}
                data-selected={index === selected || undefined}
                className="group absolute inset-x-0 top-0 grid grid-rows-[minmax(0,1fr)] border-b border-line text-sm hover:bg-sunken data-selected:bg-accent-soft"
                style={{
                  gridTemplateColumns,
                  height: size,
                  transform: `translateY(${start - headRem * rem}px)`,
                }}
              >
                {row === undefined ? (
                  <RowOnItsWay />
                ) : (
                  <MatrixRow row={row} environments={columns} filter={filter} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function RowOnItsWay() {
  return (
    <div role="cell" className="sticky left-0 flex items-center px-3">
      <span className="sr-only">Loading</span>
      <span className="h-3.5 w-32 rounded bg-sunken" />
    </div>
  );
}

function remInPixels(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
