import type { ChangeClass, Difference } from "@lockstep/model";

import { compareSets } from "./compare-sets.ts";
import { compareValues } from "./compare-values.ts";
import { describeDifference, type Place } from "./difference.ts";
import { isSameJson } from "./is-same-json.ts";

/** How one field is compared: the class of a difference in it, and whether its order means nothing. */
export interface FieldRule<Name extends string> {
  readonly field: Name;
  readonly class: ChangeClass;
  readonly isSet?: boolean;
}

/** Both sides of a record that has at least these fields. */
export interface RecordPair<Name extends string> {
  readonly from: { readonly [name in Name]: unknown };
  readonly to: { readonly [name in Name]: unknown };
}

/** Compares two records field by field as the rules say. */
export function compareFields<Name extends string>(
  place: Place,
  rules: readonly FieldRule<Name>[],
  { from, to }: RecordPair<Name>,
): readonly Difference[] {
  const unequal = rules.filter(({ field }) => !isSameJson(from[field], to[field]));
  return unequal.flatMap(({ field, class: changeClass, isSet }) => {
    if (isSet === true)
      return compareSets(place, changeClass, {
        path: [field],
        from: from[field] as readonly string[],
        to: to[field] as readonly string[],
      });
    return compareValues(from[field], to[field]).map((difference) =>
      describeDifference(place, changeClass, { ...difference, path: [field, ...difference.path] }),
    );
  });
}
