import { parseDuration } from "@lockstep/model";
import { InvalidArgumentError } from "commander";

/** Option parser for a count of list entries, 1 to 1000. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d{1,4}$/.test(text) && count >= 1 && count <= 1_000) return count;
  throw new InvalidArgumentError("It must be a whole number from 1 to 1000.");
}

/** Option parser for a duration such as `30s`; gives milliseconds. */
export function parseSpan(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== null && milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError("It must be a duration such as 30s, 5m or 24h.");
}

/** Option parser for the index of an item, from 0. */
export function parseIndex(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 0.");
}

/** Option parser for the position of a list entry, from 1. */
export function parsePosition(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a position from the list: a whole number from 1.");
}

/** Option parser for a queue as environments name them; may be given several times. */
export function collectQueues(text: string, before: readonly string[] = []): readonly string[] {
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/.test(text)) return [...new Set([...before, text])];
  throw new InvalidArgumentError("It must be a name of lower-case letters, digits, dashes and underscores.");
}

/** Option parser for names separated by commas. */
export function parseNames(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.length > 0 && names.every((name) => /^[\w-]{1,100}$/.test(name))) return [...new Set(names)];
  throw new InvalidArgumentError("It must be names separated by commas, such as orders,billing.");
}
