import type { Difference, Pipeline, PipelineTest } from "@lockstep/model";

import { compareNamed } from "./compare-named.ts";
import { compareValues } from "./compare-values.ts";
import { describeDifference, type Place } from "./difference.ts";

/** Tests by name, and the sample input: they never reach a run. */
export function compareTests(from: Pipeline, to: Pipeline): readonly Difference[] {
  return [...compareSample(from, to), ...compareTestList(from, to)];
}

function compareSample(from: Pipeline, to: Pipeline): readonly Difference[] {
  const place: Place = { prefix: "input.", pointer: ["input"] };
  return compareValues(from.input.sample, to.input.sample).map((difference) =>
    describeDifference(place, "relabel", { ...difference, path: ["sample", ...difference.path] }),
  );
}

function compareTestList(from: Pipeline, to: Pipeline): readonly Difference[] {
  return compareNamed<PipelineTest>({
    noun: "test",
    field: "tests",
    class: "relabel",
    from: from.tests,
    to: to.tests,
    nameOf: ({ name }) => name,
    compare: (place, before, after) =>
      compareValues(before, after).map((difference) => describeDifference(place, "relabel", difference)),
  });
}
