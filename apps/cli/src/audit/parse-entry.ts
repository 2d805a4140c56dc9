import type { LedgerEntry } from "@lockstep/model";

/** An entry, or why the line is none. */
export type ParsedEntry = { readonly entry: LedgerEntry } | { readonly because: string };

const isText = (value: unknown) => typeof value === "string";

/** Every field that an entry has. Each is covered by its hash, so there may be no other. */
const fields: { readonly [Name in keyof LedgerEntry]: (value: unknown) => boolean } = {
  environment: isText,
  position: (value) => Number.isSafeInteger(value),
  kind: isText,
  deploy: (value) => value === null || isText(value),
  at: isText,
  body: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  previous: isText,
  hash: isText,
};

/** Reads one line of an export. A field that no hash covers, or that stands there twice, makes it none. */
export function parseEntry(line: string): ParsedEntry {
  const value = parse(line);
  if (value === null) return { because: "it is not a JSON object; was the file cut off here?" };
  for (const [name, fits] of Object.entries(fields))
    if (!fits(value[name])) return { because: `its field ${name} is missing or of another type` };
  const strange = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (strange !== undefined) return { because: `its field ${JSON.stringify(strange)} is covered by no hash` };
  if (JSON.stringify(value) !== line.trimEnd())
    return { because: "it is not written as an export writes it; a field may stand there twice" };
  return { entry: value as object as LedgerEntry };
}

function parse(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
