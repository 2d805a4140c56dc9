import { createHash } from "node:crypto";

import { assertLength, CelFault, type CelFunctions } from "./cel-function.ts";
import { toText } from "./to-text.ts";

/** Functions from text to text. */
export const textFunctions: CelFunctions = {
  "urlEncode(dyn): string": (value) => urlEncode(toText(value)),
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

function urlEncode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw new CelFault("urlEncode() got half of a surrogate pair", { cause });
  }
}

function joinTexts(items: readonly unknown[], separator: string): string {
  const texts = items.map((item) => toText(item));
  let length = separator.length * items.length;
  for (const text of texts) length += text.length;
  assertLength(length);
  return texts.join(separator);
}

function replaceAll(text: string, searched: string, replacement: string): string {
  const pieces = text.split(searched);
  assertLength(text.length + pieces.length * replacement.length);
  return pieces.join(replacement);
}
