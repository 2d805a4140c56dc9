import { useState } from "react";

/**
 * What to do when a dialog closes: the focus goes back to what had it before. For components that live exactly as long as
 * their dialog is open; Radix by itself knows only openers that it drew.
 */
export function useFocusReturn(): (event: Event) => void {
  const [opener] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus();
  };
}
