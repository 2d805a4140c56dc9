import type { Difference, Pipeline } from "@lockstep/model";

import { compareContracts } from "./compare-contracts.ts";
import { compareValues } from "./compare-values.ts";
import { describeDifference, pipelinePlace } from "./difference.ts";

/** What a run accepts and returns: the input and output schemas and the output's template. */
export function compareInterface(from: Pipeline, to: Pipeline): readonly Difference[] {
  return [
    ...compareContracts(pipelinePlace, "input", {
      path: ["input", "schema"],
      from: from.input.schema,
      to: to.input.schema,
    }),
    ...compareContracts(pipelinePlace, "output", {
      path: ["output", "schema"],
      from: from.output.schema,
      to: to.output.schema,
    }),
    ...compareValues(from.output.value, to.output.value).map((difference) =>
      describeDifference(pipelinePlace, "content", {
        ...difference,
        path: ["output", "value", ...difference.path],
      }),
    ),
  ];
}
