import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryKey,
} from "@tanstack/react-query";

import { onlyGiven } from "../../address/read-search.ts";
import { api, read } from "../../api/api.ts";
import type { MatrixSearch } from "./matrix-search.ts";

/** Where a page begins. Cursors only lead forwards: each page knows the one before. */
export interface PageStart {
  readonly cursor: string | null;
  /** Rows before it. */
  readonly offset: number;
  readonly before: PageStart | null;
}

const rowsPerPage = 50;

/** Rows around what is in sight that are kept and renewed, however far somebody scrolls: more than a screen shows. */
const keptRows = 180;

/** How many pages are kept: more where many environments make pages short. */
export function pagesToKeep(page: MatrixPage | undefined): number {
  const isWhole = page !== undefined && page.next !== null && page.items.length > 0;
  return isWhole ? Math.ceil(keptRows / page.items.length) : 4;
}

const firstPage: PageStart = { cursor: null, offset: 0, before: null };

function fetchPage(
  question: Partial<Record<string, string | string[]>>,
  cursor: string | null,
  signal: AbortSignal,
) {
  const query = { ...question, limit: String(rowsPerPage), ...(cursor !== null && { cursor }) };
  return read(api.pipelines.$get({ query }, { init: { signal } }));
}

export type MatrixPage = Awaited<ReturnType<typeof fetchPage>>;
export type MatrixEnvironment = MatrixPage["environments"][number];
export type MatrixRowData = MatrixPage["items"][number];
export type MatrixCellData = NonNullable<MatrixRowData["cells"][string]>;

/** Pages of the matrix for what the address asks for; the pages of the last question stay until the first of this one comes. */
export function matrixQuery({ q, sync, health, team, environment, sort }: MatrixSearch, maxPages: number) {
  const asked = onlyGiven({
    search: q,
    sync: sync && [...sync],
    health: health && [...health],
    team,
    environment,
    sort,
  });
  return infiniteQueryOptions<MatrixPage, Error, InfiniteData<MatrixPage, PageStart>, QueryKey, PageStart>({
    queryKey: ["pipelines", "matrix", asked],
    queryFn: ({ pageParam, signal }) => fetchPage(asked, pageParam.cursor, signal),
    initialPageParam: firstPage,
    getNextPageParam: ({ next, items }, _pages, start): PageStart | null =>
      next === null ? null : { cursor: next, offset: start.offset + items.length, before: start },
    getPreviousPageParam: (_page, _pages, start): PageStart | null => start.before,
    maxPages,
    placeholderData: keepPreviousData,
  });
}
