/** `1 change`, `2 changes`. */
export function countOf(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** The first names, and how many there are besides. */
export function nameSome(names: readonly string[], most: number): string {
  if (names.length <= most) return enumerate(names);
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}
