import { cutText } from "./cut-text.ts";
import { visibleLine } from "./visible-text.ts";

const longestLabel = 60;

/** Text inside the quotes of a Mermaid label: everything but letters, digits and a few marks as `#code;`. */
export function escapeLabel(text: string): string {
  return cutText(visibleLine(text), longestLabel).replace(/[^\p{L}\p{M}\p{N} ._,()…⟨⟩-]/gu, encode);
}

function encode(character: string): string {
  return `#${character.codePointAt(0)};`;
}
