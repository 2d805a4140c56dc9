import type { Difference, ForEach, Pipeline, Step } from "@lockstep/model";

import { compareContracts } from "./compare-contracts.ts";
import { compareFields, type FieldRule } from "./compare-fields.ts";
import { compareNamed } from "./compare-named.ts";
import { describeDifference, type Place } from "./difference.ts";

type PlainField = Exclude<keyof Step, "id" | "forEach" | "outputSchema" | "onError" | "retry">;

const fields: readonly FieldRule<PlainField>[] = [
  { field: "type", class: "shape" },
  { field: "dependsOn", class: "shape", isSet: true },
  { field: "runOn", class: "shape" },
  { field: "when", class: "content" },
  { field: "whenUnmet", class: "content" },
  { field: "with", class: "content" },
  { field: "effects", class: "content" },
  { field: "timeout", class: "retune" },
  { field: "startDelay", class: "retune" },
  { field: "title", class: "relabel" },
  { field: "description", class: "relabel" },
  { field: "position", class: "relabel" },
];

const forEachFields: readonly FieldRule<keyof ForEach>[] = [
  { field: "items", class: "content" },
  { field: "as", class: "content" },
  { field: "onItemError", class: "content" },
  { field: "concurrency", class: "retune" },
  { field: "maxItems", class: "retune" },
];

const onErrorFields: readonly FieldRule<keyof Step["onError"]>[] = [
  { field: "strategy", class: "content" },
  { field: "value", class: "content" },
  { field: "on", class: "content", isSet: true },
];

const retryFields: readonly FieldRule<keyof Step["retry"]>[] = [
  { field: "maxAttempts", class: "retune" },
  { field: "backoff", class: "retune" },
  { field: "baseDelay", class: "retune" },
  { field: "maxDelay", class: "retune" },
  { field: "jitter", class: "retune" },
  { field: "on", class: "retune", isSet: true },
];

/** Steps by id; their order in the file means nothing. */
export function compareSteps(from: Pipeline, to: Pipeline): readonly Difference[] {
  return compareNamed<Step>({
    noun: "step",
    field: "steps",
    class: "shape",
    from: from.steps,
    to: to.steps,
    nameOf: ({ id }) => id,
    compare: compareStep,
  });
}

function compareStep(place: Place, from: Step, to: Step): readonly Difference[] {
  return [
    ...compareFields(place, fields, { from, to }),
    ...compareForEach(place, from.forEach, to.forEach),
    ...compareContracts(place, "internal", {
      path: ["outputSchema"],
      from: from.outputSchema,
      to: to.outputSchema,
    }),
    ...compareFields(inside(place, "onError"), onErrorFields, {
      from: from.onError,
      to: to.onError,
    }),
    ...compareFields(inside(place, "retry"), retryFields, { from: from.retry, to: to.retry }),
  ];
}

function compareForEach(place: Place, from: ForEach | null, to: ForEach | null): readonly Difference[] {
  if (from !== null && to !== null)
    return compareFields(inside(place, "forEach"), forEachFields, { from, to });
  if (from === to) return [];
  return [describeDifference(place, "content", { path: ["forEach"], from, to })];
}

function inside(place: Place, field: string): Place {
  return { prefix: `${place.prefix}${field}.`, pointer: [...place.pointer, field] };
}
