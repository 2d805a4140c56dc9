/** Characters that JSON leaves raw and that a terminal would obey. */
const dangerous = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A value as indented JSON that is safe to show on a terminal and parses to the same value. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(dangerous, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
