import type { TestFailure } from "@lockstep/engine";
import type { Json } from "@lockstep/model";

import { styled, type Text } from "../terminal/text.ts";
import { valueDifferences, type ValueDifference } from "./value-differences.ts";

/** Places shown where two values differ; whoever needs more takes the JSON report. */
const mostPlaces = 12;

/** Longest value shown, in characters of JSON. */
const longestValue = 160;

/** What did not come out, with the places in which two values differ where the message does not say it. */
export function failureLines({ where, message, ...values }: TestFailure): readonly Text[] {
  const head = [styled("bold", where), "  ", message];
  return where === "output" || where === "error.contains" ? [head, ...comparisonLines(values)] : [head];
}

/** What is expected and what came, place by place. */
function comparisonLines({ expected, actual }: Pick<TestFailure, "expected" | "actual">): readonly Text[] {
  if (expected === undefined || actual === undefined) return [];
  const places = valueDifferences(expected, actual);
  const more = places.length - mostPlaces;
  return [
    ...places.slice(0, mostPlaces).flatMap(placeLines),
    ...(more > 0 ? [styled("dim", `  … and ${more} more places; see --reporter json`)] : []),
  ];
}

function placeLines({ path, expected, actual }: ValueDifference): readonly Text[] {
  return [
    ...(path === "" ? [] : [["  ", styled("dim", path)]]),
    ["  ", styled("green", ["- expected  ", valueText(expected)])],
    ["  ", styled("red", ["+ actual    ", valueText(actual)])],
  ];
}

function valueText(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}
