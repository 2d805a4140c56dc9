import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { HealthWord, SyncWord } from "../../design/statuses.ts";
import type { MatrixSearch } from "./matrix-search.ts";

export interface MatrixCell {
  readonly version: string | null;
  readonly content: string | null;
  readonly manifest: string | null;
  readonly appliedAt: string | null;
  readonly deploy: string | null;
  readonly sync: SyncWord;
  readonly because: string;
  readonly next: string;
  readonly health: HealthWord;
  readonly healthBecause: string;
  readonly change: { readonly deploy: string; readonly kind: string; readonly version: string | null } | null;
  readonly ahead: number;
  readonly drift: number;
  readonly lastRun: { readonly id: string; readonly status: string; readonly at: string } | null;
}

export interface MatrixRowData {
  readonly slug: string;
  readonly title: string | null;
  readonly team: string | null;
  readonly cells: Readonly<Record<string, MatrixCell | null>>;
}

export interface MatrixEnvironment {
  readonly slug: string;
  readonly title: string;
  readonly tier: string;
  readonly state: SyncWord;
  readonly because: string;
  readonly next: string;
  readonly promotesTo: readonly string[];
  readonly observedAt: string | null;
  readonly pipelines: number;
}

export interface MatrixPage {
  readonly environments: readonly MatrixEnvironment[];
  readonly items: readonly MatrixRowData[];
  readonly next: string | null;
  readonly total: number;
  readonly counts: {
    readonly sync: Readonly<Record<string, number>>;
    readonly health: Readonly<Record<string, number>>;
  };
}

/** Where a page begins. Cursors only lead forwards: each page knows the one before. */
export interface PageStart {
  readonly cursor: string | null;
  /** Rows before it. */
  readonly offset: number;
  readonly before: PageStart | null;
}

const rowsPerPage = 50;

/** No more pages than this are kept and renewed, however far somebody scrolls. */
const keptPages = 4;

const firstPage: PageStart = { cursor: null, offset: 0, before: null };

/** Pages of the matrix for what the address asks for; the pages of the last question stay until the first of this one comes. */
export function matrixQuery({ q, sync, health, team, environment, sort }: MatrixSearch) {
  const asked = { search: q, sync, health, team, environment, sort };
  return infiniteQueryOptions({
    queryKey: ["pipelines", "matrix", asked],
    queryFn: ({ pageParam, signal }) => fetchPage({ ...asked, cursor: pageParam.cursor }, signal),
    initialPageParam: firstPage,
    getNextPageParam: ({ next, items }, _pages, start): PageStart | null =>
      next === null ? null : { cursor: next, offset: start.offset + items.length, before: start },
    getPreviousPageParam: (_page, _pages, start): PageStart | null => start.before,
    maxPages: keptPages,
    placeholderData: keepPreviousData,
  });
}
