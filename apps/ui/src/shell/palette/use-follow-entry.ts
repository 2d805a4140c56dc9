import { useRouter } from "@tanstack/react-router";

import { useLogOut } from "../../session/use-log-out.ts";
import { chooseTheme, currentTheme } from "../theme.ts";
import type { PaletteEntry } from "./entry.ts";
import { rememberEntry } from "./recent-entries.ts";

interface Ends {
  readonly onClose: () => void;
  readonly onShowKeys: () => void;
}

/** Goes where an entry leads, or does what it says, and closes the palette. */
export function useFollowEntry({ onClose, onShowKeys }: Ends): (entry: PaletteEntry) => void {
  const router = useRouter();
  const leave = useLogOut();
  return (entry) => {
    const { target } = entry;
    onClose();
    if ("path" in target) {
      rememberEntry(entry);
      router.history.push(target.path);
      return;
    }
    if (target.action === "show-keys") onShowKeys();
    if (target.action === "log-out") void leave();
    if (target.action === "toggle-theme") chooseTheme(currentTheme() === "dark" ? "light" : "dark");
  };
}
