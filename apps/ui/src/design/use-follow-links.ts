import { useRouter } from "@tanstack/react-router";
import { type MouseEvent, useCallback } from "react";

/**
 * For a box with hundreds of plain links into the dashboard: a router's link for each would cost more than all the rest of
 * a row. Put it on the box as `onClick`; what browsers do with links themselves (new tab, download) stays theirs.
 */
export function useFollowLinks(): (event: MouseEvent<HTMLElement>) => void {
  const { history } = useRouter();
  return useCallback(
    (event) => {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (link === null || link.target !== "" || link.origin !== window.location.origin) return;
      event.preventDefault();
      history.push(`${link.pathname}${link.search}${link.hash}`);
    },
    [history],
  );
}
