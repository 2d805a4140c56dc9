import { Failure, type Page, type PageRequest } from "@lockstep/model";

import type { SqlValue } from "./statement.ts";

const largestPage = 100;

/** How many rows to ask for: one more than wanted tells whether there is a next page. */
export function rowsForPage({ limit }: PageRequest): number {
  return Math.min(Math.max(Math.trunc(limit), 1), largestPage) + 1;
}

/** Cuts rows to a page; `keyOf` gives what the next page continues after. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  request: PageRequest,
  {
    toItem,
    keyOf,
  }: { readonly toItem: (row: Row) => Item; readonly keyOf: (row: Row) => readonly SqlValue[] },
): Page<Item> {
  const limit = rowsForPage(request) - 1;
  const kept = rows.slice(0, limit);
  const last = rows.length > limit ? kept.at(-1) : undefined;
  return { items: kept.map(toItem), next: last === undefined ? null : encode(keyOf(last)) };
}

/** The key that a cursor continues after; `null` without one. */
export function keyOfCursor(
  { cursor }: PageRequest,
  kinds: readonly ("string" | "number")[],
): SqlValue[] | null {
  if (cursor === null) return null;
  const key = decode(cursor);
  if (
    !Array.isArray(key) ||
    key.length !== kinds.length ||
    !key.every((value, at) => typeof value === kinds[at])
  ) {
    throw new Failure(
      "invalid-input",
      "The cursor is not one that this list gave out; start without a cursor.",
    );
  }
  return key as SqlValue[];
}

function encode(key: readonly SqlValue[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
