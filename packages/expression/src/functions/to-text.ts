import { fromCel } from "../from-cel.ts";
import { CelFault } from "./cel-function.ts";

/**
 * How a value reads inside text: text as it is, numbers and booleans as JSON writes them, lists and maps as JSON.
 * `null` has no text: silently writing `null` or nothing into a URL or a message hides mistakes.
 */
export function toText(value: unknown): string {
  const json = fromCel(value);
  if (json === null) throw new CelFault("the value is null and has no text; say what to write instead");
  return typeof json === "string" ? json : JSON.stringify(json);
}
