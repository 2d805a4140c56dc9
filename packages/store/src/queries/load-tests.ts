import type { Checksum, TestedManifest } from "@lockstep/model";
import { type InferSelectModel, sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { testedManifests } from "../schema/index.ts";

const select = statement<{ manifests: readonly string[] }, InferSelectModel<typeof testedManifests>>(
  ({ manifests }, { isOneOf }) => sql`
    SELECT * FROM ${testedManifests} WHERE ${isOneOf(sql`manifest`, manifests)}`,
);

/** What the tests of these manifests said, those that were run. */
export function* loadTests(manifests: readonly Checksum[]): Query<readonly TestedManifest[]> {
  if (manifests.length === 0) return [];
  const rows = yield* rowsOf(select, { manifests });
  return rows.map(({ slug, manifest, total, failed, because }) => ({
    slug,
    manifest: manifest as Checksum,
    total,
    failed,
    because,
  }));
}
