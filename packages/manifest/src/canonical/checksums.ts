import { canonicalJson, type Checksum, checksumOf, checksumOfText, type JsonObject } from "@lockstep/model";

import type { WrittenPipeline } from "../format/pipeline-format.ts";
import { canonicalise } from "./canonicalise.ts";
import { namesOutsideContent } from "./names-outside-content.ts";
import { projectContent } from "./project-content.ts";

/** Both checksums of a manifest, and the RFC 8785 text that `manifest` covers. */
export interface ManifestChecksums {
  readonly content: Checksum;
  readonly manifest: Checksum;
  readonly canonical: string;
}

/** Checksums of a manifest that has no errors and whose `$file` references are replaced. */
export function checksums(written: WrittenPipeline): ManifestChecksums {
  return checksumsOfCanonical(written, canonicalise(written));
}

/** The same, where the canonical form is at hand. */
export function checksumsOfCanonical(written: WrittenPipeline, form: JsonObject): ManifestChecksums {
  const canonical = inOnePiece(canonicalJson(form));
  return {
    content: contentChecksum(written, form),
    manifest: checksumOfText("lockstep-manifest/v1", canonical),
    canonical,
  };
}

/**
 * A text that was put together stays a tree of its pieces: 10 000 canonical manifests took 130 MB instead of 26.
 * Strict parsing has refused what UTF-8 cannot carry.
 */
function inOnePiece(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

/** SHA-256 over everything of a manifest that changes behaviour. */
export function contentChecksum(
  written: WrittenPipeline,
  form: JsonObject = canonicalise(written),
): Checksum {
  return checksumOf("lockstep-content/v1", projectContent(form, namesOutsideContent(written)));
}
