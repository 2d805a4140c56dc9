import type { Environment, Slug, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import type { AppliedTriggerRow } from "../rows/applied-trigger-row.ts";
import { pipelineVersions } from "../schema/index.ts";
import { wantedTriggers } from "./wanted-triggers.ts";

interface StoredTriggers {
  readonly manifest: string;
  readonly triggers: string;
}

const select = statement<{ manifests: readonly string[] }, StoredTriggers>(
  ({ manifests }, { isOneOf }) => sql`
    SELECT manifest, triggers FROM ${pipelineVersions} WHERE ${isOneOf(sql`manifest`, manifests)}`,
);

interface Assigned {
  readonly slug: Slug;
  readonly manifest: string;
}

/** The triggers that assigned manifests and the policy ask for; and the pipelines whose manifest is gone, of which nobody knows. */
export function* loadWantedTriggers(
  assigned: readonly Assigned[],
  policy: Environment,
  at: Timestamp,
): Query<{ readonly wanted: readonly AppliedTriggerRow[]; readonly unknown: readonly Slug[] }> {
  if (assigned.length === 0) return { wanted: [], unknown: [] };
  const rows = yield* rowsOf(select, { manifests: assigned.map(({ manifest }) => manifest) });
  const stored = new Map(rows.map(({ manifest, triggers }) => [manifest, triggers]));
  const wanted: AppliedTriggerRow[] = [];
  const unknown: Slug[] = [];
  for (const { slug, manifest } of assigned) {
    const triggers = stored.get(manifest);
    if (triggers === undefined) unknown.push(slug);
    else if (triggers !== "[]") wanted.push(...wantedTriggers({ slug, triggers }, policy, at));
  }
  return { wanted, unknown };
}
