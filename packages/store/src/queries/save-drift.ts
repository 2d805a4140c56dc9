import type { Drift, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { changesOfEach, inserted, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { drift } from "../schema/index.ts";
import { listDrift } from "./list-drift.ts";

/** What was known keeps its `since` and who detected it first. */
const upsert = insertInto(drift, {
  columns: ["environment", "slug", "kind", "sentence", "applied", "live", "detected_by"],
  computed: { since: sql`lockstep_now()` },
  onConflict: sql`ON CONFLICT (environment, slug, kind) DO UPDATE SET
    sentence = excluded.sentence, applied = excluded.applied, live = excluded.live`,
});

const remove = statement<{ environment: Slug; slug: Slug; kind: string }>(
  ({ environment, slug, kind }) => sql`
    DELETE FROM ${drift} WHERE environment = ${environment} AND slug = ${slug} AND kind = ${kind}`,
);

/** Replaces an environment's findings; how many are new, and how many gone. */
export function* saveDrift(
  environment: Slug,
  findings: readonly Drift[],
  detectedBy: string,
): Query<{ readonly detected: number; readonly cleared: number }> {
  const before = yield* listDrift(environment);
  const known = new Set(before.map(keyOf));
  const found = new Map(findings.map((finding) => [keyOf(finding), finding]));
  const gone = before.filter((finding) => !found.has(keyOf(finding)));
  yield* changesOfEach(
    remove,
    gone.map(({ slug, kind }) => ({ environment, slug, kind })),
  );
  yield* inserted(
    upsert,
    [...found.values()].map(({ slug, kind, sentence, applied, live }) => ({
      environment,
      slug,
      kind,
      sentence,
      detected_by: detectedBy,
      applied: JSON.stringify(applied),
      live: JSON.stringify(live),
    })),
  );
  return { detected: [...found.keys()].filter((key) => !known.has(key)).length, cleared: gone.length };
}

function keyOf({ slug, kind }: Drift): string {
  return `${slug} ${kind}`;
}
