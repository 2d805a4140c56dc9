import type { EnvironmentStatus } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { type EnvironmentRow, environmentStatusOf } from "../rows/environment-row.ts";
import { environments } from "../schema/index.ts";

const select = statement<Record<string, never>, EnvironmentRow>(
  () => sql`SELECT * FROM ${environments} ORDER BY slug`,
);

export function* listEnvironments(): Query<readonly EnvironmentStatus[]> {
  return (yield* rowsOf(select, {})).map(environmentStatusOf);
}
