import { joinPointer, type Json, type JsonObject } from "@lockstep/model";

/** One place in which two values differ; a side that has nothing there is missing. */
export interface ValueDifference {
  /** JSON pointer; empty for the values themselves. */
  readonly path: string;
  readonly expected?: Json;
  readonly actual?: Json;
}

/** Where two values differ, as deep as they are alike. */
export function valueDifferences(expected: Json, actual: Json, path = ""): readonly ValueDifference[] {
  if (Array.isArray(expected) && Array.isArray(actual))
    return memberDifferences(byIndex(expected), byIndex(actual), path);
  if (isObject(expected) && isObject(actual)) return memberDifferences(expected, actual, path);
  return Object.is(expected, actual) || expected === actual ? [] : [{ path, expected, actual }];
}

function byIndex(list: readonly Json[]): JsonObject {
  return Object.fromEntries(list.entries());
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function memberDifferences(
  expected: JsonObject,
  actual: JsonObject,
  path: string,
): readonly ValueDifference[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return names.flatMap((name) => {
    const [left, right] = [expected, actual].map((side) =>
      Object.hasOwn(side, name) ? side[name] : undefined,
    );
    const below = joinPointer(path, name);
    if (left === undefined) return right === undefined ? [] : [{ path: below, actual: right }];
    return right === undefined ? [{ path: below, expected: left }] : valueDifferences(left, right, below);
  });
}
