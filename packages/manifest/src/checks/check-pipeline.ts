import type { Json } from "@lockstep/model";

import { analyseTemplate } from "../analysis/analyse-template.ts";
import { createStepGraph } from "../analysis/step-graph.ts";
import { templateSites } from "../analysis/template-sites.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import { pipelineShapeFindings } from "../format/pipeline-shape.ts";
import { usableParts } from "../format/usable-parts.ts";
import type { Finding } from "../text/finding.ts";
import { pipelineChecks } from "./pipeline-checks.ts";
import { stepCountFindings } from "./step-count.ts";

/** A manifest as far as its shape allows to speak of one, with everything that is wrong with it. */
export interface CheckedPipeline {
  /** `null` when the shape is wrong. */
  readonly written: WrittenPipeline | null;
  readonly findings: readonly Finding[];
}

/** Judges a manifest by itself: its shape, then every rule that needs no environment and no other manifest. */
export function checkPipeline(path: string, value: Json): CheckedPipeline {
  const shape = pipelineShapeFindings(value);
  if (shape.length === 0) {
    const written = value as unknown as WrittenPipeline;
    return { written, findings: ruleFindings(path, written) };
  }
  const usable = usableParts(value, shape);
  return { written: null, findings: usable === null ? shape : [...shape, ...ruleFindings(path, usable)] };
}

/** Rules may take the square of the number of steps, so a pipeline of too many is judged no further. */
function ruleFindings(path: string, written: WrittenPipeline): readonly Finding[] {
  const tooMany = stepCountFindings(written);
  if (tooMany.length > 0) return tooMany;
  const sites = templateSites(written).map((site) => ({ ...site, analysis: analyseTemplate(site) }));
  const manifest = { path, written, graph: createStepGraph(written.steps), sites };
  return pipelineChecks.flatMap((check) => check(manifest));
}
