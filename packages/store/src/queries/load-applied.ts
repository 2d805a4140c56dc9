import type { AppliedPipeline, AppliedState, Checksum, Environment, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import {
  appliedPipelineOf,
  type AppliedPipelineRow,
  rememberingParser,
} from "../rows/applied-pipeline-row.ts";
import type { EnvironmentRow, KnownEnvironmentRow } from "../rows/environment-row.ts";
import { deploys, pipelineAssignments, pipelineVersions } from "../schema/index.ts";
import { environmentsWithKnownPolicy } from "./environments-with-known-policy.ts";

/** Stands in for a manifest that somebody took out of the database. */
const usesNothing = JSON.stringify({ variables: [], secrets: [], connections: [] });

/** The policy, too, is the one of the append-only history. */
const selectEnvironment = statement<{ slug: Slug }, KnownEnvironmentRow>(
  ({ slug }) => sql`${environmentsWithKnownPolicy} WHERE e.slug = ${slug}`,
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

interface AssignmentRow extends Omit<AppliedPipelineRow, "manifest"> {
  /** `null` retires the pipeline. */
  readonly manifest: string | null;
}

const selectAssignedSince = statement<{ slug: Slug; sequence: number }, AssignmentRow>(
  ({ slug, sequence }) => sql`
    SELECT a.environment, a.slug, a.version, a.content, a.manifest, a.team, a.path, a.deploy, a.at AS since,
      COALESCE(v.uses, ${usesNothing}) AS uses
    FROM ${pipelineAssignments} AS a
    LEFT JOIN ${pipelineVersions} AS v ON v.manifest = a.manifest
    WHERE a.environment = ${slug} AND a.sequence > ${sequence}
    ORDER BY a.sequence`,
);

const selectDeploy = statement<{ id: string }, { readonly id: string }>(
  ({ id }) => sql`SELECT id FROM ${deploys} WHERE id = ${id}`,
);

/** An applied state, its pipelines by slug, with the deploy that put it in force, by which it is known again. */
export interface LoadedApplied {
  readonly deploy: string | null;
  readonly state: AppliedState;
}

/**
 * Everything in force. Read in one snapshot, so that sequence and pipelines belong together. Of what is `known` from an
 * earlier reading only what was assigned since is read: 10 000 pipelines take 50 ms, one takes none.
 */
export function* loadApplied(environment: Slug, known: LoadedApplied | null): Query<LoadedApplied> {
  const row = yield* firstOf(selectEnvironment, { slug: environment });
  const isStanding = known !== null && row !== null && (yield* stillStands(known, row));
  const pipelines = isStanding
    ? yield* readOn(known.state)
    : new Map((yield* rowsOf(selectPipelines, { slug: environment })).map(byName(rememberingParser())));
  const state: AppliedState = {
    environment,
    sequence: row?.sequence ?? 0,
    revision: row?.applied_revision ?? null,
    controlRevision: row?.applied_control_revision ?? null,
    policy: typeof row?.known_policy === "string" ? (JSON.parse(row.known_policy) as Environment) : null,
    policyDigest: (row?.known_digest ?? null) as Checksum | null,
    acts: row?.acts ?? 0,
    pipelines,
  };
  return { deploy: row?.applied_deploy ?? null, state };
}

/** A database that was put back to an older backup may have gone another way since: then everything is read. */
function* stillStands({ deploy, state }: LoadedApplied, row: EnvironmentRow): Query<boolean> {
  if (deploy === null || row.sequence < state.sequence) return false;
  return row.applied_deploy === deploy || (yield* firstOf(selectDeploy, { id: deploy })) !== null;
}

function* readOn({ environment, sequence, pipelines }: AppliedState): Query<AppliedState["pipelines"]> {
  const rows = yield* rowsOf(selectAssignedSince, { slug: environment, sequence });
  if (rows.length === 0) return pipelines;
  const current = new Map(pipelines);
  const read = byName(rememberingParser());
  for (const { manifest, ...row } of rows)
    if (manifest === null) current.delete(row.slug);
    else current.set(...read({ ...row, manifest }));
  const isInOrder = rows.every(({ slug }) => pipelines.has(slug));
  return isInOrder ? current : new Map([...current].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byName(parse: ReturnType<typeof rememberingParser>) {
  return (row: AppliedPipelineRow): [Slug, AppliedPipeline] => [row.slug, appliedPipelineOf(row, parse)];
}
