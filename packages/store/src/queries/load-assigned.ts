import type { AssignedPipeline, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pipelineAssignments } from "../schema/index.ts";

const select = statement<{ environment: Slug }, AssignedPipeline>(
  ({ environment }) => sql`
    SELECT slug, version, manifest, content
    FROM ${pipelineAssignments} JOIN (
      SELECT slug AS newest_slug, max(sequence) AS newest FROM ${pipelineAssignments}
      WHERE environment = ${environment} GROUP BY slug
    ) AS heads ON slug = newest_slug AND sequence = newest
    WHERE environment = ${environment} AND manifest IS NOT NULL
    ORDER BY slug`,
);

/** What the append-only history says is in force. */
export function* loadAssigned(environment: Slug): Query<readonly AssignedPipeline[]> {
  return yield* rowsOf(select, { environment });
}
