import { wrongUse } from "../program/wrong-use.ts";

/** A path below `/api/v1` from its segments, each of them encoded. Wrong use: a segment that would climb up. */
export function apiPath(...segments: readonly string[]): string {
  return segments.map((segment) => `/${encode(segment)}`).join("");
}

function encode(segment: string): string {
  if (segment === "" || segment === "." || segment === "..") throw wrongUse(`'${segment}' names nothing.`);
  return encodeURIComponent(segment);
}
