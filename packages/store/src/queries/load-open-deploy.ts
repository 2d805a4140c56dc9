import { type Deploy, type Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deployOf, type DeployRow } from "../rows/deploy-row.ts";
import { deploys } from "../schema/index.ts";

/** The states are those of the index `deploys_open`. */
const select = statement<{ environment: Slug }, DeployRow>(
  ({ environment }) => sql`
    SELECT * FROM ${deploys}
    WHERE environment = ${environment} AND state IN ('planned', 'waiting', 'applying', 'failed')
    ORDER BY id DESC LIMIT 1`,
);

/** The newest deploy that may still be applied. */
export function* loadOpenDeploy(environment: Slug): Query<Deploy | null> {
  const row = yield* firstOf(select, { environment });
  return row === null ? null : deployOf(row);
}
