/** Characters that nobody sees but that change what is seen: controls, and those that turn the reading direction. */
const invisible = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const ending = "\n… (shortened)";

/** A text as people may be shown it: invisible characters as escapes, at most so many characters. */
export function plainText(text: string, longest: number): string {
  const shown = text.replaceAll("\r\n", "\n").replaceAll(invisible, escapeOf);
  if (shown.length <= longest) return shown;
  // A cut between the halves of a character would leave half of one.
  return shown.slice(0, longest - ending.length).replace(/[\ud800-\udbff]$/, "") + ending;
}

/** The same on one line, for headers. */
export function plainLine(text: string, longest: number): string {
  const line = text.replaceAll(/\s+/g, " ").trim().replaceAll(invisible, escapeOf);
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
