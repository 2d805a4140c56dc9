import { createHash } from "node:crypto";

import { assertLength, CelFault, type CelFunctions } from "./cel-function.ts";
import { toText } from "./to-text.ts";

/** Functions from text to text. */
export const textFunctions: CelFunctions = {
  "urlEncode(dyn): string": (value) => urlEncode(textOf("urlEncode", value)),
  "sha256(string): string": (text: string) => createHash("sha256").update(text).digest("hex"),
  "base64(string): string": (text: string) => Buffer.from(text).toString("base64"),
  "lower(string): string": (text: string) => text.toLowerCase(),
  "upper(string): string": (text: string) => text.toUpperCase(),
  "trim(string): string": (text: string) => text.trim(),
  "split(string, string): list<string>": (text: string, separator: string) => text.split(separator),
  "join(list, string): string": joinTexts,
  "join(list): string": (items: readonly unknown[]) => joinTexts(items, ""),
  "replace(string, string, string): string": replaceAll,
};

function textOf(name: string, value: unknown): string {
  const text = toText(value);
  if (text === null) throw new CelFault(`${name}() got null, which has no text`);
  return text;
}

function urlEncode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw new CelFault("urlEncode() got half of a surrogate pair", { cause });
  }
}

/** The items as text with `separator` between them, refused before it grows too long. */
export function joinTexts(items: readonly unknown[], separator: string): string {
  let length = separator.length * items.length;
  const texts = items.map((item) => {
    const text = textOf("join", item);
    length += text.length;
    assertLength(length);
    return text;
  });
  return texts.join(separator);
}

function replaceAll(text: string, searched: string, replacement: string): string {
  const pieces = text.split(searched);
  assertLength(text.length + pieces.length * replacement.length);
  return pieces.join(replacement);
}
