import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environments } from "../schema/index.ts";

const select = statement<{ slug: Slug }, { readonly sequence: number }>(
  ({ slug }, { lockingRows }) => sql`
    SELECT sequence FROM ${environments} WHERE slug = ${slug}${lockingRows}`,
);

/** Makes everybody who writes about an environment take turns until the transaction ends. */
export function* lockEnvironment(slug: Slug): Query<void> {
  yield* firstOf(select, { slug });
}
