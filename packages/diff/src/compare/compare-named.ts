import type { ChangeClass, Difference } from "@lockstep/model";

import { describeName, pointerOf, type Place } from "./difference.ts";
import { isSameJson } from "./is-same-json.ts";

/** Two lists of parts that are told apart by name, whatever their order. */
export interface NamedParts<Part> {
  /** `step`, as a sentence says it. */
  readonly noun: string;
  /** Field of the manifest that holds the list. */
  readonly field: string;
  /** Class of a part that is added or removed. */
  readonly class: ChangeClass;
  readonly from: readonly Part[];
  readonly to: readonly Part[];
  nameOf(part: Part): string;
  compare(place: Place, from: Part, to: Part): readonly Difference[];
}

/** Parts added, removed and changed, by name. */
export function compareNamed<Part>(parts: NamedParts<Part>): readonly Difference[] {
  if (isSameJson(parts.from, parts.to)) return [];
  const before = new Map(parts.from.map((part) => [parts.nameOf(part), part]));
  const after = new Map(parts.to.map((part) => [parts.nameOf(part), part]));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const part = `${parts.noun} ${describeName(name)}`;
    const place = { prefix: `${part}: `, pointer: [parts.field, name] };
    const whole = { class: parts.class, path: pointerOf(place.pointer) };
    const [from, to] = [before.get(name), after.get(name)];
    if (from === undefined) return [{ ...whole, operation: "added", sentence: `${part} added` }];
    if (to === undefined) return [{ ...whole, operation: "removed", sentence: `${part} removed` }];
    return isSameJson(from, to) ? [] : parts.compare(place, from, to);
  });
}
