import type { JsonSchema, StepType } from "@lockstep/model";
import { declarationOf } from "@lockstep/step-types";

import type { PlacedReference } from "../analysis/analyse-template.ts";
import type { WrittenStep } from "../format/step-format.ts";
import type { Finding } from "../text/finding.ts";
import { suggestName } from "../text/suggest-name.ts";
import { type AnalysedSite, eachReference, type PipelineCheck } from "./pipeline-check.ts";
import { referenceFinding } from "./reference-finding.ts";
import { ruleOutPath } from "./rule-out-path.ts";

/** EXPR_IMPOSSIBLE_PATH: nothing is read that the schema of an input or of a step's output rules out. */
export const pathsArePossible: PipelineCheck = (manifest) => {
  const { written, graph } = manifest;
  return [
    ...eachReference(manifest, "input", (placed, site) =>
      judge(placed, site, written.input?.schema ?? true, 0),
    ),
    ...eachReference(manifest, "steps", (placed, site) => {
      const [step, member] = placed.reference.path;
      const index = graph.indexes.get(String(step?.key));
      const read = index === undefined ? undefined : written.steps[index];
      if (read === undefined || member?.key !== "output") return [];
      return judge(placed, site, outputSchemaOf(read), 2);
    }),
  ];
};

/** What a step gives, as far as it is known. A fallback value need not fit. */
function outputSchemaOf(step: WrittenStep): JsonSchema {
  if (step.onError?.strategy === "fallback") return true;
  const one = step.outputSchema ?? declarationOf(step.type as StepType).outputSchema(step.with ?? {});
  if (step.forEach === undefined) return one;
  return { type: "array", items: step.forEach.onItemError === "collect" ? true : one };
}

function judge(placed: PlacedReference, site: AnalysedSite, schema: JsonSchema, skip: number): Finding[] {
  const { path, root } = placed.reference;
  const keys = path.slice(skip).map(({ key }) => key);
  const out = ruleOutPath(schema, keys);
  if (out === null) return [];
  const holder = [root, ...path.slice(0, skip + out.member).map(({ key }) => key)].join(".");
  const key = String(keys[out.member]);
  return [
    referenceFinding(placed, site, {
      code: "EXPR_IMPOSSIBLE_PATH",
      message: `\`${holder}\` can have no \`${key}\`: ${out.because}.`,
      fix: () => suggestName(key, out.known) ?? "Read another field, or change the schema.",
      member: skip + out.member,
    }),
  ];
}
