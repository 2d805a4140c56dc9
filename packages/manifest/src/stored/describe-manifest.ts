import type { Checksum, Json, ManifestText } from "@lockstep/model";

import { printManifest } from "../pretty/format-manifest.ts";
import { readStoredManifest } from "./read-stored-manifest.ts";

/** A stored manifest as people read it, also one with characters that only escapes let in; `null` when the text is not what the checksum was made of. */
export function describeManifest(canonical: string, manifest: Checksum): ManifestText | null {
  const loaded = readStoredManifest(canonical, manifest);
  if (loaded === null) return null;
  const { pipeline: definition, content } = loaded;
  const { slug, version } = definition;
  return { slug, version, content, manifest, text: printManifest(JSON.parse(canonical) as Json), definition };
}
