import type { Difference, Pipeline } from "@lockstep/model";

import { compareFields, type FieldRule } from "./compare-fields.ts";
import { pipelinePlace } from "./difference.ts";

type PlainField = Exclude<
  keyof Pipeline,
  "slug" | "input" | "output" | "uses" | "steps" | "triggers" | "tests"
>;

const rules: readonly FieldRule<PlainField>[] = [
  { field: "version", class: "relabel" },
  { field: "title", class: "relabel" },
  { field: "description", class: "relabel" },
  { field: "tags", class: "relabel", isSet: true },
  { field: "owners", class: "relabel", isSet: true },
  { field: "labels", class: "relabel" },
  { field: "deprecated", class: "relabel" },
  { field: "team", class: "reassign" },
  { field: "timeout", class: "retune" },
  { field: "concurrency", class: "retune" },
];

/** Fields for people, the team and the tuning of the pipeline as a whole. */
export function comparePipelineFields(from: Pipeline, to: Pipeline): readonly Difference[] {
  return compareFields(pipelinePlace, rules, { from, to });
}
