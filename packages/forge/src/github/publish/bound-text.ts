const cutNote = "\n\n… cut: too long for GitHub.";

/** Markdown of at most so many characters, cut at the end of a line and closed where it would break what follows. */
export function boundMarkdown(text: string, most: number): string {
  if (text.length <= most) return text;
  const closing = "\n```";
  const room = text.slice(0, most - cutNote.length - closing.length);
  const lineEnd = room.lastIndexOf("\n");
  const kept = withoutHalfCharacter(lineEnd > 0 ? room.slice(0, lineEnd) : room);
  const isFenceOpen = (kept.match(/^```/gm) ?? []).length % 2 === 1;
  return `${kept}${isFenceOpen ? closing : ""}${cutNote}`;
}

/** One line of at most so many characters. */
export function boundLine(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= most ? line : `${withoutHalfCharacter(line.slice(0, most - 1))}…`;
}

/** Cutting between the halves of a character leaves what JSON cannot carry. */
function withoutHalfCharacter(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, "");
}
