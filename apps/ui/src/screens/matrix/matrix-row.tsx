import { memo } from "react";

import { ShortText } from "../../design/short-text.tsx";
import { homeOf } from "./home-of.ts";
import { MatrixCell } from "./matrix-cell.tsx";
import type { MatrixCellData, MatrixEnvironment, MatrixRowData } from "./matrix-queries.ts";
import type { MatrixSearch } from "./matrix-search.ts";
import { pipelinePath } from "./pipeline-path.ts";

/** What of the address decides which cells stand out. */
export type CellFilter = Pick<MatrixSearch, "sync" | "health" | "environment">;

export interface MatrixRowProps {
  readonly row: MatrixRowData;
  readonly environments: readonly MatrixEnvironment[];
  readonly filter: CellFilter;
}

/** The cells of a row for a table, all of one height; memoised, for scrolling renders whatever is in sight anew. */
export const MatrixRow = memo(function MatrixRow({ row, environments, filter }: MatrixRowProps) {
  return (
    <>
      <div
        role="rowheader"
        className="sticky left-0 z-10 border-r border-line bg-surface group-hover:bg-sunken group-data-selected:bg-accent-soft"
      >
        <PipelineName {...{ row, environments }} />
      </div>
      {environments.map(({ slug, promotesTo }) => {
        const cell = row.cells[slug] ?? null;
        return (
          <div role="cell" key={slug} className="min-w-0 border-r border-line last:border-r-0">
            <MatrixCell
              slug={row.slug}
              environment={slug}
              {...{ promotesTo, cell }}
              isDimmed={cell !== null && !isAskedFor(cell, slug, filter)}
            />
          </div>
        );
      })}
    </>
  );
});

/** Leads to the pipeline in the lowest environment that has it. */
export function PipelineName({ row, environments }: Pick<MatrixRowProps, "row" | "environments">) {
  const home = homeOf(row, environments);
  const name = <ShortText text={row.slug} className="font-medium" />;
  const about = [row.team, row.title].filter((text) => text !== null).join(" · ");
  const more = about === "" ? null : <ShortText text={about} className="text-xs text-muted" />;
  const place = "flex h-full min-w-0 flex-col justify-center px-3 text-text no-underline -outline-offset-2";
  if (home === undefined) {
    return (
      <span className={place}>
        {name}
        {more}
      </span>
    );
  }
  return (
    <a href={pipelinePath(home.slug, row.slug)} data-row-link="" className={place}>
      {name}
      {more}
    </a>
  );
}

/** Whether a cell is one that the filter looks for, and not only beside one. */
export function isAskedFor(cell: MatrixCellData, slug: string, filter: CellFilter): boolean {
  return (
    (filter.environment === undefined || filter.environment === slug) &&
    (filter.sync === undefined || filter.sync.includes(cell.sync)) &&
    (filter.health === undefined || filter.health.includes(cell.health))
  );
}
