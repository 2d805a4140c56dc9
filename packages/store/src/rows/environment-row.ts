import type { Environment, EnvironmentFindings, EnvironmentStatus } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { environments } from "../schema/index.ts";
import { createParsedJson } from "./parsed-json.ts";

export type EnvironmentRow = InferSelectModel<typeof environments>;

/** An environment's row with the configuration that was applied last, from the append-only history. */
export interface KnownEnvironmentRow extends EnvironmentRow {
  readonly known_policy: string | null;
  readonly known_digest: string | null;
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
    sequence: row.sequence,
    appliedRevision: row.applied_revision,
    appliedControlRevision: row.applied_control_revision,
    appliedDeploy: row.applied_deploy,
    appliedAt: row.applied_at,
    policy: row.known_policy === null ? null : policyOf(row.slug, row.known_policy),
    policyDigest: row.known_digest as EnvironmentStatus["policyDigest"],
    acts: row.acts,
    retiredAt: row.retired_at,
    createdAt: row.created_at,
  };
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
