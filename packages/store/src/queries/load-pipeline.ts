import { type AppliedPipeline, Failure, type Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { appliedPipelineOf, type AppliedPipelineRow } from "../rows/applied-pipeline-row.ts";
import { environmentPipelines, pipelineAssignments } from "../schema/index.ts";

interface PointerRow extends AppliedPipelineRow {
  readonly assigned_version: string | null;
  readonly assigned_content: string | null;
  readonly assigned_manifest: string | null;
}

const select = statement<{ environment: Slug; slug: Slug }, PointerRow>(
  ({ environment, slug }) => sql`
    SELECT p.*, a.version AS assigned_version, a.content AS assigned_content, a.manifest AS assigned_manifest
    FROM ${environmentPipelines} AS p
    LEFT JOIN ${pipelineAssignments} AS a ON a.environment = p.environment AND a.slug = p.slug AND a.sequence = (
      SELECT max(sequence) FROM ${pipelineAssignments} WHERE environment = ${environment} AND slug = ${slug}
    )
    WHERE p.environment = ${environment} AND p.slug = ${slug}`,
);

/** What a pipeline runs. Fails as `row-tampered` when the pointer is not what the append-only history assigned. */
export function* loadPipeline(environment: Slug, slug: Slug): Query<AppliedPipeline | null> {
  const row = yield* firstOf(select, { environment, slug });
  if (row === null) return null;
  const isAssigned =
    row.assigned_version === row.version &&
    row.assigned_content === row.content &&
    row.assigned_manifest === row.manifest;
  if (isAssigned) return appliedPipelineOf(row);
  throw new Failure(
    "row-tampered",
    `The stored row of ${slug} in ${environment} is not what was applied; see \`lockstep drift --env ${environment}\`.`,
    { code: "ROW_TAMPERED" },
  );
}
