import type { Callee } from "@lockstep/model";

import type { WrittenPipeline } from "../format/pipeline-format.ts";
import type { Path } from "../text/finding.ts";

/** A pipeline that another one names, and where. */
export interface PipelineLink {
  readonly kind: "step" | "trigger";
  readonly slug: string;
  /** Versions that will do; `null` for a trigger, which follows any. */
  readonly range: string | null;
  readonly path: Path;
}

/** Every pipeline that a manifest calls or is triggered by. */
export function pipelineLinks({ steps, triggers = [] }: WrittenPipeline): readonly PipelineLink[] {
  const links: PipelineLink[] = [];
  for (const [index, { type, with: parameters }] of steps.entries()) {
    const named = type === "pipeline" ? parameters?.["pipeline"] : undefined;
    if (typeof named === "string")
      links.push({ kind: "step", ...parseCallee(named), path: ["steps", index, "with", "pipeline"] });
  }
  for (const [index, trigger] of triggers.entries())
    if (trigger.type === "pipeline")
      links.push({
        kind: "trigger",
        slug: trigger.pipeline,
        range: null,
        path: ["triggers", index, "pipeline"],
      });
  return links;
}

/** `billing@^1.2.0` as slug and range. */
export function parseCallee(text: string): Callee {
  const at = text.indexOf("@");
  return at === -1 ? { slug: text, range: "" } : { slug: text.slice(0, at), range: text.slice(at + 1) };
}
