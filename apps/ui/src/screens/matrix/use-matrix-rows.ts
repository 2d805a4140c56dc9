import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { type MatrixPage, matrixQuery, type MatrixRowData, pagesToKeep } from "./matrix-queries.ts";
import type { MatrixSearch } from "./matrix-search.ts";

/** Rows of the matrix by their place among all that fit, as far as they are loaded. */
interface MatrixRows {
  readonly total: number;
  rowAt(index: number): MatrixRowData | undefined;
}

/** The pages around what is in sight, and what is to be said about all of them. */
export function useMatrixPages(search: MatrixSearch) {
  const [kept, setKept] = useState(0);
  const query = useInfiniteQuery(matrixQuery(search, Math.max(kept, pagesToKeep(undefined))));
  const pages = query.data?.pages ?? [];
  const needed = pagesToKeep(pages[0]);
  if (needed > kept) setKept(needed);
  const offset = query.data?.pageParams[0]?.offset ?? 0;
  const items = pages.flatMap((page) => page.items);
  const latest: MatrixPage | undefined = pages.at(-1);
  const rows: MatrixRows = {
    total: latest === undefined ? 0 : Math.max(latest.total, offset + items.length),
    rowAt: (index) => items[index - offset],
  };
  return { query, latest, rows, offset, loadedTo: offset + items.length };
}

export type MatrixPages = ReturnType<typeof useMatrixPages>;

/** Loads what is scrolled into sight, one page after the other, and a little before it is needed. */
export function useLoadInSight(
  { query, offset, loadedTo }: MatrixPages,
  { first, last }: { readonly first: number; readonly last: number },
): void {
  const { isFetching, isError, hasNextPage, hasPreviousPage, fetchNextPage, fetchPreviousPage } = query;
  const lacksNext = last + 10 >= loadedTo && hasNextPage;
  const lacksPrevious = first - 10 < offset && hasPreviousPage;
  useEffect(() => {
    if (isFetching || isError) return;
    if (lacksNext) void fetchNextPage();
    else if (lacksPrevious) void fetchPreviousPage();
    // What is loaded decides, too: an answer may come before anybody saw that it was waited for.
  }, [isFetching, isError, lacksNext, lacksPrevious, offset, loadedTo, fetchNextPage, fetchPreviousPage]);
}
