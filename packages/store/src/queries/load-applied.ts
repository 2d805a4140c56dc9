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
import { environmentPipelines, environments } from "../schema/index.ts";

const selectEnvironment = statement<{ slug: Slug }, EnvironmentRow>(
  ({ slug }) => sql`SELECT * FROM ${environments} WHERE slug = ${slug}`,
);

const selectPipelines = statement<{ slug: Slug }, AppliedPipelineRow>(
  ({ slug }) => sql`SELECT * FROM ${environmentPipelines} WHERE environment = ${slug} ORDER BY slug`,
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
