import type { createColors } from "picocolors";

import { escapeControls } from "./escape-controls.ts";
import type { Text } from "./text.ts";

export type Colors = ReturnType<typeof createColors>;

/** The text as one line for a terminal. */
export function renderText(text: Text, colors: Colors): string {
  if (typeof text === "string") return escapeControls(text);
  if ("style" in text) return colors[text.style](renderText(text.text, colors));
  return text.map((part) => renderText(part, colors)).join("");
}

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** How many columns the text takes, one per character as people count them. */
export function widthOf(text: Text): number {
  if (typeof text === "string") return [...characters.segment(escapeControls(text))].length;
  if ("style" in text) return widthOf(text.text);
  return text.reduce((sum: number, part) => sum + widthOf(part), 0);
}
