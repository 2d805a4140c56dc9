import { countOf } from "./count.ts";
import { countBytes } from "./cut-text.ts";

/** The forge takes 65 535 characters. Bytes are never fewer than characters, however those are counted. */
const mostBytes = 65_000;

/** Room for «… and 10000 more things». */
const bytesOfMore = 100;

/** One piece of a page that is shown whole or not at all: a line, or a fenced block with its heading. */
export interface Row {
  readonly text: string;
  /** How many things are missing when it is; 0 for a heading of the rows after it. */
  readonly counts: number;
}

/** A paragraph, or a list or table under its head. Parts without rows and without `isAlone` are not shown. */
export interface Part {
  readonly head: string;
  readonly rows: readonly Row[];
  /** What one row shows, as «… and 3 more changes» names it. */
  readonly thing: string;
  readonly mostRows: number;
  /** Of UTF-8, so that no part takes the place of the others. */
  readonly mostBytes: number;
  /** Whether the head says something without rows. */
  readonly isAlone: boolean;
}

/** Markdown that stands alone. */
export function paragraph(text: string): Part {
  return { head: text, rows: [], thing: "line", mostRows: 0, mostBytes: 12_000, isAlone: true };
}

/** Lines under a head, 50 at most unless told otherwise. */
export function listing(head: string, thing: string, lines: readonly string[], mostRows = 50): Part {
  const rows = lines.map((text) => ({ text, counts: 1 }));
  return { head, rows, thing, mostRows, mostBytes: 8_000, isAlone: false };
}

/** Parts from most to least important as one page of at most 65 000 bytes; what has no room is counted. */
export function fitParts(parts: readonly Part[], most = mostBytes): string {
  let page = "";
  for (const part of parts) {
    const before = page === "" ? "" : `${page}\n\n`;
    const room = Math.min(most - countBytes(before), part.mostBytes);
    const shown = fitPart(part, room);
    if (shown !== "") page = `${before}${shown}`;
  }
  return page;
}

function fitPart(part: Part, room: number): string {
  if (part.rows.length === 0 && !part.isAlone) return "";
  if (countBytes(part.head) > room - bytesOfMore) return "";
  const shown = rowsThatFit(part, room - bytesOfMore - countBytes(part.head));
  const missing = countThings(part.rows) - countThings(shown);
  const body = [part.head, ...shown.map(({ text }) => text)].filter((text) => text !== "").join("\n");
  return missing === 0 ? body : `${body}\n\n… and ${missing} more ${thingsOf(part.thing, missing)}`;
}

function rowsThatFit({ rows, mostRows }: Part, room: number): readonly Row[] {
  let left = room;
  const shown: Row[] = [];
  for (const row of rows.slice(0, mostRows)) {
    left -= countBytes(row.text) + 1;
    if (left < 0) break;
    shown.push(row);
  }
  while (shown.length < rows.length && shown.at(-1)?.counts === 0) shown.pop();
  return shown;
}

function countThings(rows: readonly Row[]): number {
  return rows.reduce((sum, { counts }) => sum + counts, 0);
}

function thingsOf(thing: string, count: number): string {
  return countOf(count, thing).replace(/^\d+ /, "");
}
