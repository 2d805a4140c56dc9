import type { Checksum } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pipelineVersions } from "../schema/index.ts";

const select = statement<
  { manifests: readonly string[] },
  { readonly manifest: Checksum; readonly canonical: string }
>(
  ({ manifests }, { isOneOf }) => sql`
    SELECT manifest, canonical FROM ${pipelineVersions} WHERE ${isOneOf(sql`manifest`, manifests)}`,
);

/** Canonical texts exactly as stored; the caller re-hashes them. */
export function* loadManifests(manifests: readonly Checksum[]): Query<ReadonlyMap<Checksum, string>> {
  if (manifests.length === 0) return new Map();
  const rows = yield* rowsOf(select, { manifests });
  return new Map(rows.map(({ manifest, canonical }) => [manifest, canonical]));
}
