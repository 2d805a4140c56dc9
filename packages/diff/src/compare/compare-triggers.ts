import type { Difference, Pipeline, Trigger } from "@lockstep/model";

import { compareNamed } from "./compare-named.ts";
import { compareValues } from "./compare-values.ts";
import { describeDifference, type Place } from "./difference.ts";

/** Triggers by id; everything about them is `retrigger`. */
export function compareTriggers(from: Pipeline, to: Pipeline): readonly Difference[] {
  return compareNamed<Trigger>({
    noun: "trigger",
    field: "triggers",
    class: "retrigger",
    from: from.triggers,
    to: to.triggers,
    nameOf: ({ id }) => id,
    compare: compareTrigger,
  });
}

function compareTrigger(place: Place, from: Trigger, to: Trigger): readonly Difference[] {
  return compareValues(from, to).map((difference) => describeDifference(place, "retrigger", difference));
}
