import { type SQL, sql } from "drizzle-orm";

import { pipelineAssignments } from "../schema/index.ts";

/** What the append-only history assigned last in an environment, pipelines that were retired left out. */
export function assignedHeads(environment: SQL): SQL {
  return sql`(
    SELECT a.* FROM ${pipelineAssignments} AS a JOIN (
      SELECT slug AS newest_slug, max(sequence) AS newest FROM ${pipelineAssignments}
      WHERE environment = ${environment} GROUP BY slug
    ) AS heads ON a.slug = newest_slug AND a.sequence = newest
    WHERE a.environment = ${environment} AND a.manifest IS NOT NULL
  )`;
}

/** The same of the pipelines that `isWanted` says, by their `slug`. */
export function assignedHeadsOf(environment: SQL, isWanted: SQL): SQL {
  return sql`(
    SELECT a.* FROM ${pipelineAssignments} AS a JOIN (
      SELECT slug AS newest_slug, max(sequence) AS newest FROM ${pipelineAssignments}
      WHERE environment = ${environment} AND ${isWanted} GROUP BY slug
    ) AS heads ON a.slug = newest_slug AND a.sequence = newest
    WHERE a.environment = ${environment} AND a.manifest IS NOT NULL
  )`;
}
