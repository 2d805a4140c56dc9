/** Controls, lone surrogates, line separators and everything that changes reading direction. */
const dangerous = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

const shortForms: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The text with characters that could steer a terminal shown as `\u{1b}`. */
export function escapeControls(text: string): string {
  return text.replace(dangerous, (character) => {
    return shortForms[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
