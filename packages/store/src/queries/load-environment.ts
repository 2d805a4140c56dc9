import type { EnvironmentStatus, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environmentStatusOf, type KnownEnvironmentRow } from "../rows/environment-row.ts";
import { environmentsWithKnownPolicy } from "./environments-with-known-policy.ts";

const select = statement<{ slug: Slug }, KnownEnvironmentRow>(
  ({ slug }) => sql`${environmentsWithKnownPolicy} WHERE e.slug = ${slug}`,
);

/** The policy is the one that was applied, whatever the row says by now: runs are admitted by it. */
export function* loadEnvironment(slug: Slug): Query<EnvironmentStatus | null> {
  const row = yield* firstOf(select, { slug });
  return row === null ? null : environmentStatusOf(row);
}
