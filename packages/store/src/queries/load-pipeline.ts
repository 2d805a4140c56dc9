import type { AppliedPipeline, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { appliedPipelineOf, type AppliedPipelineRow } from "../rows/applied-pipeline-row.ts";
import { environmentPipelines } from "../schema/index.ts";

const select = statement<{ environment: Slug; slug: Slug }, AppliedPipelineRow>(
  ({ environment, slug }) => sql`
    SELECT * FROM ${environmentPipelines} WHERE environment = ${environment} AND slug = ${slug}`,
);

export function* loadPipeline(environment: Slug, slug: Slug): Query<AppliedPipeline | null> {
  const row = yield* firstOf(select, { environment, slug });
  return row === null ? null : appliedPipelineOf(row);
}
