import { type Checksum, checksumOfText, type LoadedPipeline } from "@lockstep/model";

import { contentChecksum } from "../canonical/checksums.ts";
import type { WrittenPipeline } from "../format/pipeline-format.ts";
import { resolvePipeline } from "../resolve-pipeline.ts";

/** The pipeline of a stored canonical manifest; `null` when the text is not what the checksum was made of. */
export function readStoredManifest(canonical: string, manifest: Checksum): LoadedPipeline | null {
  if (checksumOfText("lockstep-manifest/v1", canonical) !== manifest) return null;
  const written = JSON.parse(canonical) as WrittenPipeline;
  return { pipeline: resolvePipeline(written), content: contentChecksum(written), manifest };
}
