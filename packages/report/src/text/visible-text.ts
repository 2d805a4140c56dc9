/** Control, format (bidi, zero width) and other characters that show nothing; the emoji selector may stay. */
const unseen = /(?!\uFE0F)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** Shows what hides: `U+202E` becomes `⟨U+202E⟩`. Line breaks stay, tabs become spaces. */
export function visibleText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/\t/g, " ").replace(unseen, show);
}

/** The same on one line, without white space at its ends. */
export function visibleLine(text: string): string {
  return visibleText(text.replace(/\s+/g, " ").trim());
}

function show(character: string): string {
  if (character === "\n") return character;
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
