import { countOf } from "./count.ts";
import { countBytes } from "./cut-text.ts";

/** The forge takes 65 535 characters. Bytes are never fewer than characters, however those are counted. */
const mostBytes = 65_000;

/** Room for «… and 10000 more things». */
const bytesOfMore = 100;

/** One piece of a page that is shown whole or not at all: a line, or a fenced block with its heading. */
export interface Row {
  /** Asked for only while there is room: a plan has a million sentences at worst. */
  render(): string;
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

/** One line per item under a head, 50 of them in 8 000 bytes unless told otherwise. */
export function listing<Item>({ items, line, ...part }: Listing<Item>): Part {
  const rows = items.map((item) => ({ render: () => line(item), counts: 1 }));
  return { mostRows: 50, mostBytes: 8_000, ...part, rows, isAlone: false };
}

interface Listing<Item> {
  readonly head: string;
  readonly thing: string;
  readonly items: readonly Item[];
  readonly line: (item: Item) => string;
  readonly mostRows?: number;
  readonly mostBytes?: number;
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
  const { lines, shown } = linesThatFit(part, room - bytesOfMore - countBytes(part.head));
  const missing = countThings(part.rows) - countThings(part.rows.slice(0, shown));
  const body = [part.head, ...lines].filter((text) => text !== "").join("\n");
  return missing === 0 ? body : `${body}\n\n… and ${missing} more ${thingsOf(part.thing, missing)}`;
}

/** The first rows that have room, not ending with the heading of rows that have none. */
function linesThatFit({ rows, mostRows }: Part, room: number): { lines: readonly string[]; shown: number } {
  const lines: string[] = [];
  let left = room;
  for (const row of rows.slice(0, mostRows)) {
    const line = row.render();
    left -= countBytes(line) + 1;
    if (left < 0) break;
    lines.push(line);
  }
  let shown = lines.length;
  while (shown < rows.length && rows[shown - 1]?.counts === 0) shown -= 1;
  return { lines: lines.slice(0, shown), shown };
}

function countThings(rows: readonly Row[]): number {
  return rows.reduce((sum, { counts }) => sum + counts, 0);
}

function thingsOf(thing: string, count: number): string {
  return countOf(count, thing).replace(/^\d+ /, "");
}
