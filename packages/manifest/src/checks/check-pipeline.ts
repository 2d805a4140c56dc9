import type { Json } from "@lockstep/model";

import { pipelineShapeFindings } from "../format/check-shape.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import type { Finding } from "../text/finding.ts";

/** A manifest as far as its shape allows to speak of one, with everything that is wrong with it. */
export interface CheckedPipeline {
  readonly written: WrittenPipeline | null;
  readonly findings: readonly Finding[];
}

/** Judges a manifest by itself: its shape, then every rule that needs no environment and no other manifest. */
export function checkPipeline(_path: string, _text: string, value: Json): CheckedPipeline {
  const findings = pipelineShapeFindings(value);
  return { written: findings.length > 0 ? null : (value as unknown as WrittenPipeline), findings };
}
