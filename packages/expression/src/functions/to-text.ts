import { fromCel } from "../from-cel.ts";

/**
 * How a value reads inside text: text as it is, numbers and booleans as JSON writes them, lists and maps as JSON.
 * `null` has no text: silently writing `null` or nothing into a URL or a message hides mistakes.
 */
export function toText(value: unknown): string | null {
  const json = fromCel(value);
  return json === null || typeof json === "string" ? json : JSON.stringify(json);
}
