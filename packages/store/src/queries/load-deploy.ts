import type { Deploy } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deployOf, type DeployRow } from "../rows/deploy-row.ts";
import { deploys } from "../schema/index.ts";

const select = statement<{ id: string }, DeployRow>(
  ({ id }) => sql`SELECT * FROM ${deploys} WHERE id = ${id}`,
);

export function* loadDeploy(id: string): Query<Deploy | null> {
  const row = yield* firstOf(select, { id });
  return row === null ? null : deployOf(row);
}
