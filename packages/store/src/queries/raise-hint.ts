import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { hints } from "../schema/index.ts";

const insert = statement<{ slug: Slug }>(
  ({ slug }) => sql`INSERT INTO ${hints} (environment) VALUES (${slug}) ON CONFLICT (environment) DO NOTHING`,
);

/** Asks the controller to look at an environment now. */
export function* raiseHint(slug: Slug): Query<void> {
  yield* changesOf(insert, { slug });
}
