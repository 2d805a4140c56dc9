/**
 * Parts of a text between separators that do not stand in double quotes. The quotes stay; `null` when one is left open.
 */
export function splitOutsideQuotes(
  text: string,
  isSeparator: (character: string) => boolean,
): readonly string[] | null {
  const parts: string[] = [];
  let part = "";
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted || !isSeparator(character)) part += character;
    else {
      parts.push(part);
      part = "";
    }
  }
  if (isQuoted) return null;
  return [...parts, part].filter((found) => found !== "");
}
