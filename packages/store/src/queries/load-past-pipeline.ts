import type { AppliedPipeline, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import {
  appliedPipelineOf,
  type AppliedPipelineRow,
  rememberingParser,
} from "../rows/applied-pipeline-row.ts";
import { pipelineAssignments, pipelineVersions } from "../schema/index.ts";

/** Stands in for a manifest that somebody took out of the database. */
const usesNothing = JSON.stringify({ variables: [], secrets: [], connections: [] });

interface Wanted {
  readonly environment: Slug;
  readonly sequence: number;
  readonly slug: Slug;
}

type Row = Omit<AppliedPipelineRow, "manifest"> & { readonly manifest: string | null };

const select = statement<{ [Name in keyof Wanted]: Wanted[Name] }, Row>(
  ({ environment, sequence, slug }) => sql`
    SELECT a.environment, a.slug, a.version, a.content, a.manifest, a.team, a.path, a.deploy, a.at AS since,
      COALESCE(v.uses, ${usesNothing}) AS uses
    FROM ${pipelineAssignments} AS a LEFT JOIN ${pipelineVersions} AS v ON v.manifest = a.manifest
    WHERE a.environment = ${environment} AND a.slug = ${slug} AND a.sequence <= ${sequence}
    ORDER BY a.sequence DESC LIMIT 1`,
);

/** One pipeline as it was in force at a sequence; `null` when it was retired, or not there yet. */
export function* loadPastPipeline(wanted: Wanted): Query<AppliedPipeline | null> {
  const row = yield* firstOf(select, { ...wanted });
  if (row === null || row.manifest === null) return null;
  return appliedPipelineOf({ ...row, manifest: row.manifest }, rememberingParser());
}
