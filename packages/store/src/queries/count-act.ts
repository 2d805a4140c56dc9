import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environments } from "../schema/index.ts";

const update = statement<{ slug: Slug }>(
  ({ slug }) => sql`UPDATE ${environments} SET acts = acts + 1 WHERE slug = ${slug}`,
);

/**
 * Counts something that a person did about an environment: an apply that was decided before it fails its
 * compare-and-set and is decided anew. Also locks the environment.
 */
export function* countAct(slug: Slug): Query<void> {
  yield* changesOf(update, { slug });
}
