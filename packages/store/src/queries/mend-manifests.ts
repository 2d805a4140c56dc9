import { type Checksum, checksumOfText, type CompiledPipeline } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pipelineVersions } from "../schema/index.ts";
import { insertManifests } from "./insert-manifests.ts";

interface StoredRow {
  readonly manifest: Checksum;
  readonly canonical: string;
}

const select = statement<{ manifests: readonly string[] }, StoredRow>(
  ({ manifests }, { isOneOf }) => sql`
    SELECT manifest, canonical FROM ${pipelineVersions} WHERE ${isOneOf(sql`manifest`, manifests)}`,
);

/** The guard of the table lets this through because the text is what the row's key is the checksum of. */
const restore = statement<{ manifest: string; canonical: string }>(
  ({ manifest, canonical }) => sql`
    UPDATE ${pipelineVersions} SET canonical = ${canonical} WHERE manifest = ${manifest}`,
);

/**
 * Puts stored manifests that are gone or were edited back, as far as they are given; which of `wanted` are whole
 * afterwards.
 */
export function* mendManifests(
  wanted: readonly Checksum[],
  given: readonly CompiledPipeline[],
): Query<ReadonlySet<Checksum>> {
  const stored = new Map(
    (yield* rowsOf(select, { manifests: wanted })).map(({ manifest, canonical }) => [manifest, canonical]),
  );
  const usable = new Map(
    given.filter((each) => isWhole(each.manifest, each.canonical)).map((each) => [each.manifest, each]),
  );
  const whole = new Set<Checksum>();
  for (const manifest of new Set(wanted)) {
    const [text, source] = [stored.get(manifest), usable.get(manifest)];
    if (text !== undefined && isWhole(manifest, text)) whole.add(manifest);
    else if (source !== undefined) {
      if (text === undefined) yield* insertManifests([source]);
      else yield* changesOf(restore, { manifest, canonical: source.canonical });
      whole.add(manifest);
    }
  }
  return whole;
}

function isWhole(manifest: Checksum, canonical: string): boolean {
  return checksumOfText("lockstep-manifest/v1", canonical) === manifest;
}
