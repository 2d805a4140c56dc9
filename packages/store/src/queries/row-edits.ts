import type { Drift, RowEdit, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, changesOfEach, firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { rowEdits } from "../schema/index.ts";

/** Edits that are kept; older ones are forgotten. */
const keptEdits = 20_000;

type Place = { readonly relation: string; readonly environment: string; readonly slug: string };

/** Truncated tables have an edit without names. */
const select = statement<Place, RowEdit>(
  ({ relation, environment, slug }) => sql`
    SELECT at, role, operation FROM ${rowEdits}
    WHERE relation = ${relation} AND slug IN (${slug}, '') AND environment IN (${environment}, '')
    ORDER BY position DESC LIMIT 1`,
);

/** Who changed the rows of a difference last, as far as the database noted it. */
export function* findRowEdit(environment: Slug, drift: Drift): Query<RowEdit | null> {
  return yield* firstOf(select, placeOf(environment, drift));
}

const remove = statement<Place>(
  ({ relation, environment, slug }) => sql`
    DELETE FROM ${rowEdits} WHERE relation = ${relation} AND slug = ${slug} AND environment = ${environment}`,
);

const removeOld = statement<{ kept: number }>(
  ({ kept }) => sql`
    DELETE FROM ${rowEdits} WHERE position <= (SELECT max(position) FROM ${rowEdits}) - ${kept}`,
);

/** Forgets who made differences that are gone, so that the next one is not laid at the same door; and what is too old. */
export function* forgetRowEdits(environment: Slug, gone: readonly Drift[]): Query<void> {
  yield* changesOfEach(
    remove,
    gone.map((drift) => placeOf(environment, drift)),
  );
  yield* changesOf(removeOld, { kept: keptEdits });
}

function placeOf(environment: Slug, { part, slug, applied, differences }: Drift): Place {
  switch (part) {
    case "environment":
      return { relation: "environments", environment, slug };
    case "trigger":
      return { relation: "applied_triggers", environment, slug };
    case "lock":
      return { relation: "callee_locks", environment, slug };
    case "pipeline": {
      const isText = differences.some(({ field }) => field.startsWith("stored "));
      if (!isText || applied === null) return { relation: "environment_pipelines", environment, slug };
      return { relation: "pipeline_versions", environment: "", slug: applied.manifest };
    }
  }
}
