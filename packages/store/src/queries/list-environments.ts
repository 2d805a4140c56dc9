import type { EnvironmentStatus } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environmentStatusOf, type KnownEnvironmentRow } from "../rows/environment-row.ts";
import { environmentsWithKnownPolicy } from "./environments-with-known-policy.ts";

const select = statement<Record<string, never>, KnownEnvironmentRow>(
  () => sql`${environmentsWithKnownPolicy} ORDER BY e.slug`,
);

export function* listEnvironments(): Query<readonly EnvironmentStatus[]> {
  return (yield* rowsOf(select, {})).map(environmentStatusOf);
}
