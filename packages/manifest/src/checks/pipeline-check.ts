import type { PlacedReference, TemplateAnalysis } from "../analysis/analyse-template.ts";
import type { StepGraph } from "../analysis/step-graph.ts";
import type { TemplateSite } from "../analysis/template-site.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import type { Finding } from "../text/finding.ts";

/** A site with what its expressions say. */
export interface AnalysedSite extends TemplateSite {
  readonly analysis: TemplateAnalysis;
}

/** What rules look at: a manifest whose shape is right, and what was found out about it once for all of them. */
export interface CheckedManifest {
  readonly path: string;
  readonly written: WrittenPipeline;
  readonly graph: StepGraph;
  readonly sites: readonly AnalysedSite[];
}

/** One rule about a single manifest. */
export type PipelineCheck = (manifest: CheckedManifest) => readonly Finding[];

/** Calls back for every reference of every template. */
export function eachReference(
  { sites }: CheckedManifest,
  root: string,
  judge: (placed: PlacedReference, site: AnalysedSite) => readonly Finding[],
): Finding[] {
  const findings: Finding[] = [];
  for (const site of sites)
    for (const placed of site.analysis.references)
      if (placed.reference.root === root) findings.push(...judge(placed, site));
  return findings;
}
