import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";

import { navItems } from "./nav-items.ts";

export interface PageKeys {
  readonly openPalette: () => void;
  readonly openHelp: () => void;
}

/** Keys of every page: Ctrl-K, `/`, `?`, and `g` with a letter of the navigation. */
export function usePageKeys({ openPalette, openHelp }: PageKeys): void {
  const navigate = useNavigate();
  useEffect(() => {
    let isGo = false;
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || hasDialog()) return;
      const wasGo = isGo;
      isGo = event.key === "g" && !wasGo;
      if (wasGo) {
        const item = navItems.find(({ key }) => key === event.key);
        if (item !== undefined) void navigate({ to: item.to });
      } else if (event.key === "/") {
        event.preventDefault();
        const field = document.querySelector<HTMLInputElement>("[data-page-search]");
        if (field === null) openPalette();
        else field.focus();
      } else if (event.key === "?") {
        openHelp();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [navigate, openPalette, openHelp]);
}

/** Whether keys belong to what is being typed into. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

function hasDialog(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}
