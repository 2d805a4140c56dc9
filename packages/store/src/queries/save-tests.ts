import type { TestedManifest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { testedManifests } from "../schema/index.ts";

const insertion = insertInto(testedManifests, {
  columns: ["manifest", "slug", "total", "failed", "because"],
  computed: { at: sql`lockstep_now()` },
  onConflict: sql`ON CONFLICT (manifest) DO UPDATE SET slug = excluded.slug, total = excluded.total,
    failed = excluded.failed, because = excluded.because, at = excluded.at`,
});

/** Replaces what was known of the same manifests; the last one of a manifest counts. */
export function* saveTests(tested: readonly TestedManifest[]): Query<void> {
  // PostgreSQL refuses to update one row twice in one statement.
  const newest = new Map(tested.map((each) => [each.manifest, each]));
  yield* inserted(
    insertion,
    [...newest.values()].map(({ manifest, slug, total, failed, because }) => ({
      manifest,
      slug,
      total,
      failed,
      because,
    })),
  );
}
