import { type Checksum, Failure } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pipelineVersions } from "../schema/index.ts";

const select = statement<
  { manifests: readonly string[] },
  { readonly manifest: Checksum; readonly uses: string }
>(
  ({ manifests }, { isOneOf }) => sql`
    SELECT manifest, uses FROM ${pipelineVersions} WHERE ${isOneOf(sql`manifest`, manifests)}`,
);

/** What stored manifests use, as JSON text. Fails when one is not stored: nothing may point at it. */
export function* loadUses(manifests: readonly Checksum[]): Query<ReadonlyMap<Checksum, string>> {
  const rows = yield* rowsOf(select, { manifests });
  const uses = new Map(rows.map((row) => [row.manifest, row.uses]));
  const missing = manifests.find((manifest) => !uses.has(manifest));
  if (missing === undefined) return uses;
  throw new Failure(
    "unprocessable",
    `The plan names the manifest ${missing}, which is not stored; plan again.`,
  );
}
