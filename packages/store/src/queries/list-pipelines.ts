import type { AppliedPipeline, Page, PageRequest, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { appliedPipelineOf, type AppliedPipelineRow } from "../rows/applied-pipeline-row.ts";
import { environmentPipelines } from "../schema/index.ts";

interface PipelineFilter {
  readonly search: string | null;
  readonly team: string | null;
}

/** Applied pipelines by slug. */
export function* listPipelines(
  environment: Slug,
  { search, team }: PipelineFilter,
  page: PageRequest,
): Query<Page<AppliedPipeline>> {
  const after = keyOfCursor(page, ["string"]);
  const select = statement<Record<string, never>, AppliedPipelineRow>(
    () =>
      sql`SELECT * FROM ${environmentPipelines}${where(
        sql`environment = ${environment}`,
        after !== null && sql`slug > ${after[0]}`,
        search !== null && sql`slug LIKE ${containing(search)} ESCAPE '\\'`,
        team !== null && sql`team = ${team}`,
      )} ORDER BY slug LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: (row) => appliedPipelineOf(row), keyOf: ({ slug }) => [slug] });
}

/** Slugs are lower case, so this finds the same on both databases, of which only one ignores case. */
function containing(search: string): string {
  return `%${search.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
