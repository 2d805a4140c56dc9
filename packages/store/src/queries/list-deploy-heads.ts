import type { DeployHead, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deployHeadColumns, deployHeadOf, type DeployHeadRow } from "../rows/deploy-head-row.ts";
import { deploys } from "../schema/index.ts";

const selectNewest = statement<{ environment: Slug; limit: number }, DeployHeadRow>(
  ({ environment, limit }) => sql`
    SELECT ${deployHeadColumns} FROM ${deploys} WHERE environment = ${environment}
    ORDER BY id DESC LIMIT ${limit}`,
);

const selectById = statement<{ from: string; to: string; limit: number }, DeployHeadRow>(
  ({ from, to, limit }) => sql`
    SELECT ${deployHeadColumns} FROM ${deploys} WHERE id >= ${from} AND id < ${to}
    ORDER BY id DESC LIMIT ${limit}`,
);

const selectByRevision = statement<{ from: string; to: string; limit: number }, DeployHeadRow>(
  ({ from, to, limit }) => sql`
    SELECT ${deployHeadColumns} FROM ${deploys} WHERE revision >= ${from} AND revision < ${to}
    ORDER BY revision DESC, id DESC LIMIT ${limit}`,
);

/** The newest deploys of each environment. */
export function* listDeployHeads(environments: readonly Slug[], limit: number): Query<readonly DeployHead[]> {
  const heads: DeployHead[] = [];
  for (const environment of environments)
    heads.push(...(yield* rowsOf(selectNewest, { environment, limit })).map(deployHeadOf));
  return heads;
}

/** Deploys whose id begins so, then those of revisions that do. */
export function* searchDeploys(prefix: string, limit: number): Query<readonly DeployHead[]> {
  // Ids consist of letters, digits, - and _, all of which sort before ~.
  const span = { from: prefix, to: `${prefix}~`, limit };
  const rows = [...(yield* rowsOf(selectById, span)), ...(yield* rowsOf(selectByRevision, span))];
  return rows.slice(0, limit).map(deployHeadOf);
}
