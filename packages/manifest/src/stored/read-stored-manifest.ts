import type { Checksum, LoadedPipeline } from "@lockstep/model";

import { contentChecksum } from "../canonical/checksums.ts";
import { resolvePipeline } from "../resolve-pipeline.ts";
import { parseStored } from "./read-stored-pipeline.ts";

/** The pipeline of a stored canonical manifest; `null` when the text is not what the checksum was made of. */
export function readStoredManifest(canonical: string, manifest: Checksum): LoadedPipeline | null {
  const written = parseStored(canonical, manifest);
  if (written === null) return null;
  return { pipeline: resolvePipeline(written), content: contentChecksum(written), manifest };
}
