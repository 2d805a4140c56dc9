import type { ChangeClass, Difference } from "@lockstep/model";

import { describeValue } from "./describe-value.ts";
import { pointerOf, type Place } from "./difference.ts";

/** A list whose order means nothing, on both sides. */
export interface SetField {
  readonly path: readonly string[];
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** What was added to and removed from a list whose order means nothing. */
export function compareSets(place: Place, changeClass: ChangeClass, field: SetField): readonly Difference[] {
  const name = `${place.prefix}${field.path.join(".")}`;
  const tell = (operation: "added" | "removed") => (item: string) => ({
    class: changeClass,
    path: pointerOf([...place.pointer, ...field.path]),
    operation,
    sentence: `${name}: ${describeValue(item)} ${operation}`,
  });
  return [
    ...without(field.from, field.to).map(tell("removed")),
    ...without(field.to, field.from).map(tell("added")),
  ];
}

function without(items: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return [...new Set(items)].filter((item) => !known.has(item)).sort();
}
