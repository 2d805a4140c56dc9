import type { Json, JsonObject } from "@lockstep/model";
import { CsvError, parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";

import { StepFailure } from "../step-failure.ts";

/** How a CSV text is laid out (RFC 4180 with any delimiter). */
export interface CsvLayout {
  readonly delimiter: string;
  /** Whether the first line names the columns. */
  readonly header: boolean;
}

/** Rows as objects of texts by column, or as lists of texts without a header. Fails as `validation`. */
export function parseCsv(text: string, { delimiter, header }: CsvLayout): Json {
  const [columns, ...rows] = readRecords(text, delimiter);
  if (columns === undefined) return [];
  if (!header) return [columns, ...rows];
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined)
    throw new StepFailure("validation", `The CSV names the column ${JSON.stringify(twice)} twice.`);
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] ?? ""])));
}

function readRecords(text: string, delimiter: string): readonly (readonly string[])[] {
  try {
    return parse(text, { bom: true, delimiter, skip_empty_lines: true });
  } catch (cause) {
    const why = cause instanceof CsvError ? cause.message : "it cannot be read";
    throw new StepFailure("validation", `The CSV is not well-formed: ${why}.`, { cause });
  }
}

/** The text of a list of objects (columns in the order of their first appearance) or of lists. */
export function writeCsv(content: Json, { delimiter, header }: CsvLayout): string {
  if (!Array.isArray(content)) throw unfit();
  const rows = content as readonly Json[];
  if (rows.every((row) => Array.isArray(row)))
    return stringify(
      (rows as readonly (readonly Json[])[]).map((row) => row.map(toField)),
      { delimiter },
    );
  if (!rows.every(isObject)) throw unfit();
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) =>
    columns.map((name) => toField(Object.hasOwn(row, name) ? (row[name] ?? null) : null)),
  );
  return stringify(header ? [columns, ...lines] : lines, { delimiter });
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toField(value: Json): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function unfit(): StepFailure {
  return new StepFailure("validation", "As csv only a list of objects, or a list of lists, can be written.");
}
