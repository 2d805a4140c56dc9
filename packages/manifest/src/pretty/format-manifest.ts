import { Failure, type Json } from "@lockstep/model";

import { parseStrictText } from "../text/parse-strict.ts";
import { placeFindings } from "../text/place-findings.ts";
import { formatOf, inFieldOrder } from "./field-order.ts";
import { printJson } from "./print-json.ts";

/**
 * A manifest in the one layout: fields in the order of the format, two spaces, short lists and objects of plain values
 * on one line. Changes no value, so no checksum. Throws Failure `unprocessable` when the text is not strict JSON.
 */
export function formatManifest(text: string): string {
  const { value, findings } = parseStrictText(text);
  const [first] = placeFindings("", text, findings);
  if (first !== undefined)
    throw new Failure("unprocessable", `Line ${first.line}, column ${first.column}: ${first.message}`, {
      code: first.code,
    });
  return printManifest(value ?? null);
}

/** The same for what was parsed already, whatever characters are in it. */
export function printManifest(value: Json): string {
  return `${printJson(ordered(value))}\n`;
}

function ordered(value: Json): Json {
  const kind = (value as { readonly kind?: Json } | null)?.kind;
  const format = typeof kind === "string" ? formatOf(kind) : null;
  return format === null ? value : inFieldOrder(value, format);
}
