import type { EnvironmentStatus, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { type EnvironmentRow, environmentStatusOf } from "../rows/environment-row.ts";
import { environments } from "../schema/index.ts";

const select = statement<{ slug: Slug }, EnvironmentRow>(
  ({ slug }) => sql`SELECT * FROM ${environments} WHERE slug = ${slug}`,
);

export function* loadEnvironment(slug: Slug): Query<EnvironmentStatus | null> {
  const row = yield* firstOf(select, { slug });
  return row === null ? null : environmentStatusOf(row);
}
