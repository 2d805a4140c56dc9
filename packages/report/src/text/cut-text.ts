/** At most `longest` UTF-16 code units, ending in `…` when something is missing; never half a character. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${withoutHalf(text.slice(0, longest - 1))}…`;
}

/** At most `most` bytes of UTF-8, ending in `…` when something is missing; never half a character. */
export function cutBytes(text: string, most: number): string {
  if (countBytes(text) <= most) return text;
  // The decoder holds back the bytes of a character that is not complete.
  const kept = Buffer.from(text).subarray(0, most - countBytes("…"));
  return `${new TextDecoder().decode(kept, { stream: true })}…`;
}

/** Shortens each run of characters without white space, so that no table or line grows without end. */
export function cutWords(text: string, longest: number): string {
  return text.replace(/\S+/g, (word) => cutText(word, longest));
}

export function countBytes(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

function withoutHalf(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, "");
}
