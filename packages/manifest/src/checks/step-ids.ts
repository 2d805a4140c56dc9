import { type Finding, findingAt } from "../text/finding.ts";
import { suggestName } from "../text/suggest-name.ts";
import type { PipelineCheck } from "./pipeline-check.ts";

/** STEP_DUPLICATE: every step has its own id. */
export const stepIdsAreUnique: PipelineCheck = ({ written: { steps }, graph }) =>
  steps.flatMap(({ id }, index) => {
    const first = graph.indexes.get(id) ?? index;
    if (first === index) return [];
    return [
      findingAt(
        "STEP_DUPLICATE",
        ["steps", index, "id"],
        `The step id "${id}" is already used by steps[${first}].`,
        "Give one of them another id.",
      ),
    ];
  });

/** STEP_UNKNOWN and STEP_SELF: a step depends on other steps of its pipeline. */
export const dependenciesExist: PipelineCheck = ({ written: { steps }, graph }) =>
  steps.flatMap(({ id, dependsOn = [] }, index) =>
    dependsOn.flatMap((dependency, position): Finding[] => {
      const path = ["steps", index, "dependsOn", position];
      if (dependency === id)
        return [findingAt("STEP_SELF", path, `The step "${id}" depends on itself.`, "Remove it.")];
      if (graph.indexes.has(dependency)) return [];
      return [
        findingAt("STEP_UNKNOWN", path, `There is no step "${dependency}".`, () =>
          suggestName(dependency, [...graph.indexes.keys()]),
        ),
      ];
    }),
  );
