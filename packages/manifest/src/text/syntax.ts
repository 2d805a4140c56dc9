import { parse } from "@humanwhocodes/momoa";

import { type Finding, findingInText } from "./finding.ts";

/** Where and why a text is not JSON. */
export function syntaxFinding(text: string): Finding {
  const offset = offsetOfError(text);
  const comma = trailingComma(text, offset);
  if (comma !== null)
    return findingInText(
      "JSON_SYNTAX",
      comma,
      "A comma stands before a closing bracket.",
      "Remove the comma.",
    );
  return findingInText("JSON_SYNTAX", offset, `${describe(text, offset)} is not JSON here.`);
}

/** Momoa names the offset of most errors, but accepts raw control characters; for those V8 names the position. */
function offsetOfError(text: string): number {
  try {
    parse(text, { mode: "json" });
  } catch (error) {
    const { offset, message } = error as { readonly offset?: number; readonly message: string };
    if (message.includes("end of input")) return text.length;
    if (offset !== undefined) return clamp(offset, text);
  }
  return clamp(positionFromParser(text), text);
}

function positionFromParser(text: string): number {
  try {
    JSON.parse(text);
  } catch (error) {
    return Number(/at position (\d+)/.exec((error as Error).message)?.[1] ?? 0);
  }
  return 0;
}

function clamp(offset: number, text: string): number {
  return Math.min(Math.max(offset, 0), text.length);
}

function trailingComma(text: string, offset: number): number | null {
  if (text[offset] !== "}" && text[offset] !== "]") return null;
  let before = offset - 1;
  while (before >= 0 && " \t\r\n".includes(text[before] ?? "x")) before -= 1;
  return text[before] === "," ? before : null;
}

function describe(text: string, offset: number): string {
  const character = text.codePointAt(offset);
  if (character === undefined) return "The end of the file";
  if (character < 0x20 || (character >= 0x7f && character < 0xa1))
    return `The control character U+${character.toString(16).padStart(4, "0").toUpperCase()}`;
  return `'${String.fromCodePoint(character)}'`;
}
