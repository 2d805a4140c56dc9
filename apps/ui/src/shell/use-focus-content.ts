import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

/**
 * Moves the focus to the content when another screen was opened: whoever listens hears it, and whoever uses Tab does not
 * begin at the navigation again. A field that took the focus by itself keeps it.
 */
export function useFocusContent(): void {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef(path);
  useEffect(() => {
    const isFirst = before.current === undefined || before.current === path;
    before.current = path;
    const content = document.querySelector<HTMLElement>("#content");
    if (isFirst || content === null || content.contains(document.activeElement)) return;
    content.focus({ preventScroll: true });
  }, [path]);
}
