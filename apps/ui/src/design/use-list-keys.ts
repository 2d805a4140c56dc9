import { useEffect } from "react";

import { isTyping } from "../shell/page-keys.ts";

export interface ListKeys {
  readonly count: number;
  /** Index of the selected row; -1 is none. */
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  readonly onOpen: (index: number) => void;
}

/** `j` and `k` move through a list, Enter opens. The selected row is to carry `aria-selected` or a visible mark. */
export function useListKeys({ count, selected, onSelect, onOpen }: ListKeys): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "j" && count > 0) onSelect(Math.min(selected + 1, count - 1));
      if (event.key === "k" && count > 0) onSelect(Math.max(selected - 1, 0));
      const isElsewhere =
        event.target instanceof HTMLElement && event.target.closest("a, button, summary") !== null;
      if (event.key === "Enter" && selected >= 0 && selected < count && !isElsewhere) onOpen(selected);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [count, selected, onSelect, onOpen]);
}
