import type { Checksum, ManifestText } from "@lockstep/model";

import { formatManifest } from "../pretty/format-manifest.ts";
import { readStoredManifest } from "./read-stored-manifest.ts";

/** A stored manifest as people read it; `null` when the text is not what the checksum was made of. */
export function describeManifest(canonical: string, manifest: Checksum): ManifestText | null {
  const loaded = readStoredManifest(canonical, manifest);
  if (loaded === null) return null;
  const { pipeline: definition, content } = loaded;
  const { slug, version } = definition;
  return { slug, version, content, manifest, text: formatManifest(canonical), definition };
}
