import { createHash } from "node:crypto";

import { manifestText } from "../generate-repository.ts";

/** One pipeline as the org database holds it. */
export interface ManifestRow {
  readonly slug: string;
  readonly version: string;
  readonly content: string;
  readonly manifest: string;
  readonly path: string;
  readonly canonical: string;
}

/** Rows as large and as unordered as the product's own. */
export function manifestRows(indexes: readonly number[], patch: number): ManifestRow[] {
  return indexes.map((index) => {
    const canonical = JSON.stringify(JSON.parse(manifestText(index, patch)));
    const digest = createHash("sha256").update(canonical).digest("hex");
    return {
      slug: `pipeline-${index}`,
      version: `1.0.${patch}`,
      content: `sha256:${digest}`,
      manifest: `sha256:${digest}`,
      path: `pipelines/pipeline-${index}.pipeline.json`,
      canonical,
    };
  });
}
