import type { Difference, Pipeline, Uses } from "@lockstep/model";

import { compareSets } from "./compare-sets.ts";
import { pipelinePlace } from "./difference.ts";
import { isSameJson } from "./is-same-json.ts";

const kinds: readonly (keyof Uses)[] = ["variables", "secrets", "connections"];

/** Configuration names that the pipeline may reference. */
export function compareUses(from: Pipeline, to: Pipeline): readonly Difference[] {
  if (isSameJson(from.uses, to.uses)) return [];
  return kinds.flatMap((kind) =>
    compareSets(pipelinePlace, "content", { path: ["uses", kind], from: from.uses[kind], to: to.uses[kind] }),
  );
}
