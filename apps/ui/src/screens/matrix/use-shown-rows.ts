import type { VirtualItem, Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef } from "react";

import type { EnvironmentColumn } from "./environment-columns.ts";
import { type MatrixPages, useLoadInSight } from "./use-matrix-rows.ts";
import { useRowKeys } from "./use-row-keys.ts";

export interface ShownRowsOptions {
  readonly pages: MatrixPages;
  readonly columns: readonly EnvironmentColumn[];
  /** Changes when other rows are asked for: then the first one is shown. */
  readonly question: string;
  /** What the rows are in. */
  readonly box: RefObject<HTMLElement | null>;
  readonly virtual: Pick<
    Virtualizer<HTMLElement, Element> | Virtualizer<Window, Element>,
    "getVirtualItems" | "scrollToIndex"
  >;
  /** Scrolls to the first row. */
  readonly toTop: () => void;
}

/** The rows in sight, which are loaded as they come into it, and the one that keys have selected; -1 is none. */
export function useShownRows({ pages, columns, question, box, virtual, toTop }: ShownRowsOptions): {
  readonly shown: readonly VirtualItem[];
  readonly selected: number;
} {
  const { total, rowAt } = pages.rows;
  const shown = virtual.getVirtualItems();
  useLoadInSight(pages, { first: shown[0]?.index ?? 0, last: shown.at(-1)?.index ?? 0 });
  const selected = useRowKeys({
    box,
    total,
    rowAt,
    columns,
    showRow: (index) => virtual.scrollToIndex(index),
  });
  const asked = useRef(question);
  useEffect(() => {
    if (asked.current === question) return;
    asked.current = question;
    toTop();
  }, [question, toTop]);
  return { shown, selected };
}
