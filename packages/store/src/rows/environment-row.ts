import type { Environment, EnvironmentFindings, EnvironmentStatus } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { environments } from "../schema/index.ts";
import { createParsedJson } from "./parsed-json.ts";
import { revisionsInForce } from "./revisions-in-force.ts";

type EnvironmentRow = InferSelectModel<typeof environments>;

/** An environment's row with what the append-only history says is in force; `noted` is the body of the newest such entry. */
export interface KnownEnvironmentRow extends EnvironmentRow {
  readonly known_policy: string | null;
  readonly known_digest: string | null;
  readonly known_sequence: number | null;
  readonly known_revision: string | null;
  readonly known_control_revision: string | null;
  readonly known_deploy: string | null;
  readonly known_at: string | null;
  readonly noted: string | null;
}

/** By environment. */
const policyOf = createParsedJson<Environment>();
const findingsOf = createParsedJson<EnvironmentFindings>();

export function environmentStatusOf(row: KnownEnvironmentRow): EnvironmentStatus {
  return {
    ...(row.findings === null ? nothingFound : findingsOf(row.slug, row.findings)),
    slug: row.slug,
    title: row.title,
    tier: row.tier as EnvironmentStatus["tier"],
    observedAt: row.observed_at,
    sequence: row.known_sequence ?? 0,
    ...appliedRevisionsOf(row),
    appliedDeploy: row.known_deploy,
    appliedAt: row.known_at,
    policy: row.known_policy === null ? null : policyOf(row.slug, row.known_policy),
    policyDigest: row.known_digest as EnvironmentStatus["policyDigest"],
    acts: row.acts,
    retiredAt: row.retired_at,
    createdAt: row.created_at,
  };
}

function appliedRevisionsOf(row: KnownEnvironmentRow) {
  const { known_sequence: sequence, known_revision, known_control_revision, noted } = row;
  if (sequence === null || known_revision === null || known_control_revision === null)
    return { appliedRevision: null, appliedControlRevision: null };
  const state = { sequence, revision: known_revision, controlRevision: known_control_revision };
  const { revision, controlRevision } = revisionsInForce(row.slug, state, noted);
  return { appliedRevision: revision, appliedControlRevision: controlRevision };
}

/** Of an environment that was applied and not yet looked at again. */
const nothingFound: EnvironmentFindings = {
  state: "unknown",
  because: "The controller has not finished looking at it yet.",
  next: "Nothing; it does so within one poll.",
  opensAt: null,
  predictedAt: null,
  problems: [],
  branch: null,
  desiredRevision: null,
  desiredControlRevision: null,
  deploy: null,
  failures: 0,
  retryAt: null,
  removed: false,
};
