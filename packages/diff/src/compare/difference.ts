import type { ChangeClass, Difference } from "@lockstep/model";

import type { ValueDifference } from "./compare-values.ts";
import { describeValue, describeValues } from "./describe-value.ts";

/** Where in a pipeline a difference is: who a person would say it is about, and the pointer to it. */
export interface Place {
  /** What a sentence says before the field: `step score: `, `step score: retry.`; empty for the pipeline itself. */
  readonly prefix: string;
  /** Names from the manifest's root to what the difference's own path starts at. */
  readonly pointer: readonly string[];
}

export const pipelinePlace: Place = { prefix: "", pointer: [] };

/** A difference of two values as a sentence. `null` reads as absent where a field as a whole is meant. */
export function describeDifference(
  place: Place,
  changeClass: ChangeClass,
  { path, from, to }: ValueDifference,
): Difference {
  const field = `${place.prefix}${dotted(path)}`;
  const base = { class: changeClass, path: pointerOf([...place.pointer, ...path]) };
  if (isAbsent(from, path))
    return { ...base, operation: "added", sentence: `${field} added: ${describeValue(to)}` };
  if (isAbsent(to, path))
    return { ...base, operation: "removed", sentence: `${field} removed, was ${describeValue(from)}` };
  const [before, after] = describeValues(from, to);
  return { ...base, operation: "changed", sentence: `${field} changed from ${before} to ${after}` };
}

/** Names as a JSON pointer (RFC 6901). */
export function pointerOf(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Names as a sentence says them: `with.set.priority`. */
export function dotted(path: readonly string[]): string {
  return path.map(describeName).join(".");
}

/** A name as it is, or quoted and cut where people could write anything. */
export function describeName(name: string): string {
  return /^[\w$-]{1,60}$/.test(name) ? name : describeValue(name);
}

function isAbsent(value: unknown, path: readonly string[]): boolean {
  return value === undefined || (value === null && path.length === 1);
}
