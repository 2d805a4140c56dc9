import { useSyncExternalStore } from "react";

const names = ["good", "bad", "warn", "idle", "info", "accent", "line", "muted", "text"] as const;

/** What a drawing is painted with: the tokens of the theme that is shown. */
export type Colours = Readonly<Record<(typeof names)[number], string>>;

/** Colours of the theme, new ones when it changes. */
export function useColours(): Colours {
  const theme = useSyncExternalStore(subscribe, currentTheme);
  return coloursOf(theme);
}

const known = new Map<string, Colours>();

function coloursOf(theme: string): Colours {
  const colours = known.get(theme) ?? readColours();
  known.set(theme, colours);
  return colours;
}

function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Colours;
}

const currentTheme = () => document.documentElement.dataset.theme ?? "light";

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
