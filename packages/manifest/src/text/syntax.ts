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

/**
 * Two parsers know parts of the answer: momoa names a token but sometimes the one before the error, and lets raw control
 * characters pass; V8 names a position, but not for every error. The later of the two is the right one.
 */
function offsetOfError(text: string): number {
  const token = offsetByTokens(text);
  const position = offsetByPosition(text);
  const isWord = token !== null && /[a-z]/i.test(text[token] ?? "");
  return Math.min(isWord ? token : Math.max(token ?? 0, position ?? 0), text.length);
}

function offsetByTokens(text: string): number | null {
  try {
    parse(text, { mode: "json" });
    return null;
  } catch (error) {
    return (error as { readonly offset?: number }).offset ?? null;
  }
}

function offsetByPosition(text: string): number | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const { message } = error as Error;
    if (message === "Unexpected end of JSON input") return text.length;
    const position = /at position (\d+)/.exec(message)?.[1];
    return position === undefined ? null : Number(position);
  }
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
