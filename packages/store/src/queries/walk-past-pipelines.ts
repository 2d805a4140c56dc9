import type { AppliedPipeline, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import {
  appliedPipelineOf,
  type AppliedPipelineRow,
  rememberingParser,
} from "../rows/applied-pipeline-row.ts";
import { pipelineAssignments, pipelineVersions } from "../schema/index.ts";

/** Stands in for a manifest that somebody took out of the database. */
const usesNothing = JSON.stringify({ variables: [], secrets: [], connections: [] });

type AssignedRow = Omit<AppliedPipelineRow, "manifest"> & {
  readonly name: Slug;
  /** `null` when it was not in force then: retired, or not yet there. */
  readonly manifest: string | null;
};

interface Span {
  readonly environment: Slug;
  readonly sequence: number;
  /** The slug after which to begin. */
  readonly after: Slug;
  /** How many slugs to look at. */
  readonly count: number;
}

/**
 * Jumps from slug to slug in the primary key, and in each to the row that was the newest then: however many deploys
 * there were, a pipeline costs two look-ups.
 */
const select = statement<{ [Name in keyof Span]: Span[Name] }, AssignedRow>(
  ({ environment, sequence, after, count }) => sql`
    WITH RECURSIVE named(name, place) AS (
      SELECT (
        SELECT min(slug) FROM ${pipelineAssignments} WHERE environment = ${environment} AND slug > ${after}
      ), 1
      UNION ALL
      SELECT (
        SELECT min(slug) FROM ${pipelineAssignments} WHERE environment = ${environment} AND slug > named.name
      ), place + 1
      FROM named WHERE named.name IS NOT NULL AND place < ${count}
    )
    SELECT named.name, a.environment, a.slug, a.version, a.content, a.manifest, a.team, a.path, a.deploy,
      a.at AS since, COALESCE(v.uses, ${usesNothing}) AS uses
    FROM named
    LEFT JOIN ${pipelineAssignments} AS a ON a.environment = ${environment} AND a.slug = named.name
      AND a.sequence = (
        SELECT max(sequence) FROM ${pipelineAssignments}
        WHERE environment = ${environment} AND slug = named.name AND sequence <= ${sequence}
      )
    LEFT JOIN ${pipelineVersions} AS v ON v.manifest = a.manifest
    WHERE named.name IS NOT NULL`,
);

/** Pipelines, sorted, and where the walk goes on, if it does. */
export interface Walked {
  readonly pipelines: readonly AppliedPipeline[];
  readonly next: Slug | null;
}

/** The pipelines in force at a sequence among the next `count` slugs. */
export function* walkPastPipelines(span: Span): Query<Walked> {
  const rows = [...(yield* rowsOf(select, { ...span }))].sort((one, other) =>
    one.name < other.name ? -1 : 1,
  );
  const parse = rememberingParser();
  const pipelines = rows.flatMap(({ name: _, manifest, ...row }) =>
    manifest === null ? [] : [appliedPipelineOf({ ...row, manifest }, parse)],
  );
  return { pipelines, next: rows.length < span.count ? null : (rows.at(-1)?.name ?? null) };
}
