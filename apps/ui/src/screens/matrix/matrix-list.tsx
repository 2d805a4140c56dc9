import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";

import { ShortText } from "../../design/short-text.tsx";
import { useFollowLinks } from "../../design/use-follow-links.ts";
import type { EnvironmentColumn } from "./environment-columns.ts";
import { EnvironmentHead } from "./environment-head.tsx";
import { MatrixCell } from "./matrix-cell.tsx";
import type { MatrixRowData } from "./matrix-queries.ts";
import { type CellFilter, isAskedFor, PipelineName } from "./matrix-row.tsx";
import type { MatrixBodyProps } from "./matrix-table.tsx";
import { useShownRows } from "./use-shown-rows.ts";

/** The matrix on a phone: a block for each pipeline with all its cells in sight; the page itself scrolls. */
export function MatrixList({ pages, columns, filter, question }: MatrixBodyProps) {
  const follow = useFollowLinks();
  const box = useRef<HTMLUListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const { total, rowAt } = pages.rows;
  const virtual = useWindowVirtualizer({
    count: total,
    estimateSize: () => 52 + 60 * Math.ceil(columns.length / 2),
    overscan: 4,
    scrollMargin,
    scrollPaddingStart: 56,
  });
  useEffect(() => {
    if (box.current !== null) setScrollMargin(box.current.getBoundingClientRect().top + window.scrollY);
  }, [columns.length]);
  const { shown, selected } = useShownRows({
    pages,
    columns,
    question,
    box,
    virtual,
    toTop: () => window.scrollTo({ top: 0 }),
  });
  return (
    <div className={pages.query.isPlaceholderData ? "opacity-70" : ""}>
      <ul aria-label="Environments" className="mb-3 rounded-lg border border-line bg-surface">
        {columns.map((column) => (
          <li key={column.slug} className="border-b border-line last:border-b-0">
            <EnvironmentHead column={column} isCompact />
          </li>
        ))}
      </ul>
      <ul
        ref={box}
        aria-label="Pipelines"
        onClick={follow}
        className="relative rounded-lg border border-line bg-surface"
        style={{ height: virtual.getTotalSize() + 2 }}
      >
        {shown.map(({ index, start }) => (
          <li
            key={index}
            ref={virtual.measureElement}
            data-index={index}
            data-selected={index === selected || undefined}
            className="absolute inset-x-0 top-0 border-b border-line data-selected:bg-accent-soft"
            style={{ transform: `translateY(${start - scrollMargin}px)` }}
          >
            <Block row={rowAt(index)} {...{ columns, filter }} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface BlockProps {
  readonly row: MatrixRowData | undefined;
  readonly columns: readonly EnvironmentColumn[];
  readonly filter: CellFilter;
}

function Block({ row, columns, filter }: BlockProps) {
  if (row === undefined) {
    return (
      <p className="px-3 py-4 text-muted">
        <span className="sr-only">Loading</span>
        <span className="block h-4 w-40 rounded bg-sunken" />
      </p>
    );
  }
  return (
    <>
      <div className="pt-1.5 pb-1">
        <PipelineName row={row} environments={columns} />
      </div>
      <ul
        aria-label={`Environments of ${row.slug}`}
        className={`grid pb-1.5 ${columns.length > 1 ? "grid-cols-2" : ""}`}
      >
        {columns.map(({ slug, promotesTo }) => {
          const cell = row.cells[slug] ?? null;
          return (
            <li
              key={slug}
              className="grid min-w-0 grid-rows-[1.25rem_2.5rem] border-l border-line odd:border-l-0"
            >
              <ShortText text={slug} className="px-3 text-xs text-muted" />
              <MatrixCell
                slug={row.slug}
                environment={slug}
                {...{ promotesTo, cell }}
                isDimmed={cell !== null && !isAskedFor(cell, slug, filter)}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}
