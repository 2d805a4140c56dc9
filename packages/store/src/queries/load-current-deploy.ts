import type { Change, DeployHead, Plan, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deployHeadColumns, deployHeadOf, type DeployHeadRow } from "../rows/deploy-head-row.ts";
import { deploys } from "../schema/index.ts";

/** The states are those of the index `deploys_open`. */
const selectOpen = statement<{ environment: Slug }, DeployHeadRow>(
  ({ environment }) => sql`
    SELECT ${deployHeadColumns} FROM ${deploys}
    WHERE environment = ${environment} AND state IN ('planned', 'waiting', 'applying', 'failed')
    ORDER BY id DESC LIMIT 1`,
);

const selectOne = statement<{ id: string }, DeployHeadRow>(
  ({ id }) => sql`SELECT ${deployHeadColumns} FROM ${deploys} WHERE id = ${id}`,
);

const selectPlan = statement<{ id: string }, { readonly plan: string }>(
  ({ id }) => sql`SELECT plan FROM ${deploys} WHERE id = ${id}`,
);

/** The newest deploy on its way in an environment, else the one that is `known`. */
export function* loadCurrentDeploy(environment: Slug, known: string | null): Query<DeployHead | null> {
  const open = yield* firstOf(selectOpen, { environment });
  if (open !== null) return deployHeadOf(open);
  const row = known === null ? null : yield* firstOf(selectOne, { id: known });
  return row === null ? null : deployHeadOf(row);
}

/** What the plan of a deploy changes. */
export function* loadChanges(id: string): Query<readonly Change[]> {
  const row = yield* firstOf(selectPlan, { id });
  return row === null ? [] : (JSON.parse(row.plan) as Plan).changes;
}
