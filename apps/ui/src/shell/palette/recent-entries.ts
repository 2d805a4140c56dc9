import { isOwnPath } from "../../address/is-own-path.ts";
import type { IconName } from "../../design/icon.tsx";
import type { PaletteEntry } from "./entry.ts";

const key = "lockstep-recent";
const kept = 6;

interface Recent {
  readonly kind: string;
  readonly title: string;
  readonly detail?: string;
  readonly icon: IconName;
  readonly path: string;
}

/** Where the palette led last, newest first. What is stored and does not fit is left out. */
export function recentEntries(): readonly PaletteEntry[] {
  return readRecent().map(({ path, ...rest }) => ({ ...rest, id: `recent ${path}`, target: { path } }));
}

/** Keeps a place in mind; actions are not places. */
export function rememberEntry({ kind, title, detail, icon, target }: PaletteEntry): void {
  if (!("path" in target)) return;
  const entry = { kind, title, ...(detail !== undefined && { detail }), icon, path: target.path };
  const others = readRecent().filter(({ path }) => path !== target.path);
  try {
    localStorage.setItem(key, JSON.stringify([entry, ...others].slice(0, kept)));
  } catch {
    // A browser without room or permission for this forgets.
  }
}

function readRecent(): readonly Recent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isRecent).slice(0, kept) : [];
  } catch {
    return [];
  }
}

function isRecent(given: unknown): given is Recent {
  const { kind, title, detail, icon, path } = (given ?? {}) as Partial<Record<keyof Recent, unknown>>;
  return (
    [kind, title, icon, path].every((text) => typeof text === "string") &&
    (detail === undefined || typeof detail === "string") &&
    isOwnPath(String(path))
  );
}
