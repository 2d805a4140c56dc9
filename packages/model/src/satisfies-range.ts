import type { Version } from "./identifiers.ts";

/** Whether a version is in a range `1.2.3`, `^1.2.0` or `~1.2.0`, as npm understands them. */
export function satisfiesRange(version: Version, range: string): boolean {
  const operator = range[0];
  if (operator !== "^" && operator !== "~") return version === range;
  const [major = 0, minor = 0, patch = 0] = numbersOf(version);
  const [leastMajor = 0, leastMinor = 0, leastPatch = 0] = numbersOf(range.slice(1));
  if (major !== leastMajor) return false;
  if (minor < leastMinor || (minor === leastMinor && patch < leastPatch)) return false;
  if (operator === "~") return minor === leastMinor;
  if (leastMajor > 0) return true;
  return minor === leastMinor && (leastMinor > 0 || patch === leastPatch);
}

function numbersOf(version: string): readonly number[] {
  return version.split(".").map(Number);
}
