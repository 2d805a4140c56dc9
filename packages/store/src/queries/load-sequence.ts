import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environments } from "../schema/index.ts";

const select = statement<{ slug: Slug }, { readonly sequence: number }>(
  ({ slug }) => sql`SELECT sequence FROM ${environments} WHERE slug = ${slug}`,
);

/** How many applies an environment has seen. */
export function* loadSequence(slug: Slug): Query<number> {
  return (yield* firstOf(select, { slug }))?.sequence ?? 0;
}
