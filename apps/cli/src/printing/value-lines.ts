import { jsonText } from "../terminal/json-text.ts";
import type { Text } from "../terminal/text.ts";

/** A JSON value over several lines. */
export function valueLines(value: unknown): readonly Text[] {
  return jsonText(value ?? null).split("\n");
}
