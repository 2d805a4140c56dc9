import type { Ajv, Format } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";

/** The formats of JSON Schema 2020-12 that are checked; others are refused rather than ignored. */
export const formatNames = [
  "date-time",
  "date",
  "time",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "uri",
  "uri-reference",
  "uri-template",
  "uuid",
  "json-pointer",
  "relative-json-pointer",
  "regex",
] as const satisfies readonly (keyof typeof fullFormats)[] as readonly string[];

/** Longer text has no format: some of the expressions behind them take time quadratic in the length. */
const longestFormatted = 4_096;

/** Teaches an ajv instance every format of {@link formatNames}. */
export function addFormats(ajv: Ajv): void {
  const known = new Map<string, Format>(Object.entries(fullFormats));
  for (const name of formatNames) {
    const test = testOf(known.get(name));
    ajv.addFormat(name, (text: string) => text.length <= longestFormatted && test(text));
  }
}

function testOf(format: Format | undefined): (text: string) => boolean {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === "function") return (text) => format(text);
  if (typeof format === "object" && typeof format.validate === "function") {
    const { validate } = format as { readonly validate: (text: string) => boolean };
    return (text) => validate(text);
  }
  throw new RangeError("ajv-formats no longer brings a format that Lockstep promises");
}
