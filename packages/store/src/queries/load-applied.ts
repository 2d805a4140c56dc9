import type { AppliedState, Checksum, Environment, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import {
  appliedPipelineOf,
  type AppliedPipelineRow,
  rememberingParser,
} from "../rows/applied-pipeline-row.ts";
import type { EnvironmentRow } from "../rows/environment-row.ts";
import { environments, pipelineAssignments, pipelineVersions } from "../schema/index.ts";

/** Stands in for a manifest that somebody took out of the database. */
const usesNothing = JSON.stringify({ variables: [], secrets: [], connections: [] });

const selectEnvironment = statement<{ slug: Slug }, EnvironmentRow>(
  ({ slug }) => sql`SELECT * FROM ${environments} WHERE slug = ${slug}`,
);

/** From the append-only history, never from the live pointers: an edited row must show as drift, not lead to a plan. */
const selectPipelines = statement<{ slug: Slug }, AppliedPipelineRow>(
  ({ slug }) => sql`
    SELECT a.environment, a.slug, a.version, a.content, a.manifest, a.team, a.path, a.deploy, a.at AS since,
      COALESCE(v.uses, ${usesNothing}) AS uses
    FROM ${pipelineAssignments} AS a JOIN (
      SELECT slug AS newest_slug, max(sequence) AS newest FROM ${pipelineAssignments}
      WHERE environment = ${slug} GROUP BY slug
    ) AS heads ON a.slug = newest_slug AND a.sequence = newest
    LEFT JOIN ${pipelineVersions} AS v ON v.manifest = a.manifest
    WHERE a.environment = ${slug} AND a.manifest IS NOT NULL
    ORDER BY a.slug`,
);

/** Everything in force. Read in one snapshot, so that sequence and pipelines belong together. */
export function* loadApplied(environment: Slug): Query<AppliedState> {
  const row = yield* firstOf(selectEnvironment, { slug: environment });
  const pipelines = yield* rowsOf(selectPipelines, { slug: environment });
  const parse = rememberingParser();
  return {
    environment,
    sequence: row?.sequence ?? 0,
    revision: row?.applied_revision ?? null,
    controlRevision: row?.applied_control_revision ?? null,
    policy: typeof row?.policy === "string" ? (JSON.parse(row.policy) as Environment) : null,
    policyDigest: (row?.policy_digest ?? null) as Checksum | null,
    pipelines: new Map(pipelines.map((pipeline) => [pipeline.slug, appliedPipelineOf(pipeline, parse)])),
  };
}
