import { type Checksum, checksumOfText, type CompiledPipeline, type Pipeline } from "@lockstep/model";

import type { WrittenPipeline } from "../format/pipeline-format.ts";
import { resolvePipeline } from "../resolve-pipeline.ts";

/**
 * The pipeline of a stored canonical manifest; `null` when the text is not what the checksum was made of. Leaves the
 * content checksum alone, which takes three times as long as all of this.
 */
export function readStoredPipeline(canonical: string, manifest: Checksum): Pipeline | null {
  const written = parseStored(canonical, manifest);
  return written === null ? null : resolvePipeline(written);
}

/** The pipeline that was just compiled: its checksum was made of this very text. */
export function readCompiledPipeline({ canonical }: CompiledPipeline): Pipeline {
  return resolvePipeline(JSON.parse(canonical) as WrittenPipeline);
}

/** What was written; `null` when the text is not what the checksum was made of. */
export function parseStored(canonical: string, manifest: Checksum): WrittenPipeline | null {
  if (checksumOfText("lockstep-manifest/v1", canonical) !== manifest) return null;
  return JSON.parse(canonical) as WrittenPipeline;
}
