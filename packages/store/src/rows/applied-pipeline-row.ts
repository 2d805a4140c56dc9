import type { AppliedPipeline, Checksum, Uses } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { environmentPipelines } from "../schema/index.ts";

export type AppliedPipelineRow = InferSelectModel<typeof environmentPipelines>;

export function appliedPipelineOf(
  row: AppliedPipelineRow,
  parse: (uses: string) => Uses = JSON.parse,
): AppliedPipeline {
  return {
    slug: row.slug,
    version: row.version,
    content: row.content as Checksum,
    manifest: row.manifest as Checksum,
    team: row.team,
    path: row.path,
    uses: parse(row.uses),
    deploy: row.deploy,
    since: row.since,
  };
}

/** Most pipelines of an environment use one of a few sets of names, so each text is parsed once. */
export function rememberingParser(): (uses: string) => Uses {
  const known = new Map<string, Uses>();
  return (text) => {
    const uses = known.get(text) ?? (JSON.parse(text) as Uses);
    known.set(text, uses);
    return uses;
  };
}
