import { type Finding, findingInText } from "./finding.ts";

/** Characters that change the direction of text without being seen (Unicode UAX #9). */
const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Whether a text holds a character that changes the direction of what follows. */
export function hasBidirectional(text: string): boolean {
  return text.search(bidirectional) !== -1;
}

/** Raw direction changes anywhere in a manifest: what a reviewer sees is not what the machine reads. */
export function bidirectionalFindings(text: string): Finding[] {
  if (!hasBidirectional(text)) return [];
  return Array.from(text.matchAll(bidirectional), ({ index, 0: character }) => {
    const escape = `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    return findingInText(
      "JSON_ENCODING",
      index,
      `An invisible character (${escape}) changes the direction of the text here.`,
      `Remove it, or write it as ${escape} where a text for people needs it.`,
    );
  });
}
