import { isSameJson } from "./is-same-json.ts";

/** One place where two JSON values differ; `undefined` on the side where it is absent. */
export interface ValueDifference {
  readonly path: readonly string[];
  readonly from: unknown;
  readonly to: unknown;
}

type Entries = { readonly [key: string]: unknown };

/** A manifest of 1 MiB can hold 150 000 members; nobody reads that many sentences. */
const most = 1_000;

/** Places where two JSON values differ, at most 1 000. Arrays of another length differ as a whole. */
export function compareValues(from: unknown, to: unknown): readonly ValueDifference[] {
  const found: ValueDifference[] = [];
  collect({ path: [], from, to }, found);
  return found;
}

function collect(place: ValueDifference, found: ValueDifference[]): void {
  const { path, from, to } = place;
  if (found.length >= most || isSameJson(from, to)) return;
  if (isRecord(from) && isRecord(to)) {
    for (const key of keysOf(from, to))
      collect({ path: [...path, key], from: own(from, key), to: own(to, key) }, found);
  } else if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
    for (const [index, item] of from.entries())
      collect({ path: [...path, String(index)], from: item, to: to[index] }, found);
  } else found.push(place);
}

/** Whether the value is a JSON object. */
export function isRecord(value: unknown): value is Entries {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of the object itself: names such as `constructor` are data here. */
export function own(record: Entries, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function keysOf(from: Entries, to: Entries): readonly string[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
}
