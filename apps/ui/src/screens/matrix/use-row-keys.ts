import { useRouter } from "@tanstack/react-router";
import { type RefObject, useCallback, useEffect, useState } from "react";

import { useListKeys } from "../../design/use-list-keys.ts";
import { homeOf } from "./home-of.ts";
import type { MatrixEnvironment, MatrixRowData } from "./matrix-queries.ts";
import { pipelinePath } from "./pipeline-path.ts";

export interface RowKeys {
  /** What the rows are in. */
  readonly box: RefObject<HTMLElement | null>;
  readonly total: number;
  rowAt(index: number): MatrixRowData | undefined;
  readonly columns: readonly MatrixEnvironment[];
  /** Scrolls a row into sight. */
  showRow(index: number): void;
}

/** `j` and `k` through the rows: the name of the selected one has the focus. Returns its index, -1 before the first key. */
export function useRowKeys({ box, total, rowAt, columns, showRow }: RowKeys): number {
  const [selected, setSelected] = useState(-1);
  const { history } = useRouter();
  const onSelect = useCallback(
    (index: number) => {
      setSelected(index);
      showRow(index);
    },
    [showRow],
  );
  const onOpen = useCallback(
    (index: number) => {
      const row = rowAt(index);
      const home = row === undefined ? undefined : homeOf(row, columns);
      if (row === undefined || home === undefined) return;
      history.push(pipelinePath(home.slug, row.slug));
    },
    [rowAt, columns, history],
  );
  useListKeys({ count: total, selected, onSelect, onOpen });
  useEffect(() => {
    if (selected < 0) return;
    box.current
      ?.querySelector<HTMLElement>(`[data-index="${selected}"] [data-row-link]`)
      ?.focus({ preventScroll: true });
  }, [box, selected]);
  return selected < total ? selected : -1;
}
