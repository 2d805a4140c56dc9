import type { EnvironmentFindings, Slug, Tier } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environments } from "../schema/index.ts";

const upsert = statement<{ slug: string; title: string; tier: string; findings: string }>(
  ({ slug, title, tier, findings }) => sql`
    INSERT INTO ${environments} (slug, title, tier, findings, observed_at, sequence, created_at)
    VALUES (${slug}, ${title}, ${tier}, ${findings}, lockstep_now(), 0, lockstep_now())
    ON CONFLICT (slug) DO UPDATE SET
      title = excluded.title, tier = excluded.tier, findings = excluded.findings, observed_at = excluded.observed_at`,
);

export interface FoundEnvironment {
  readonly slug: Slug;
  readonly title: string;
  readonly tier: Tier;
}

/** Writes what the controller found out; makes the row on first sight. */
export function* saveEnvironmentFindings(
  { slug, title, tier }: FoundEnvironment,
  found: EnvironmentFindings,
): Query<void> {
  yield* changesOf(upsert, { slug, title, tier, findings: JSON.stringify(onlyFindings(found)) });
}

/** A caller may hand in a whole status; what is in force has columns of its own. */
function onlyFindings(found: EnvironmentFindings): EnvironmentFindings {
  const {
    state,
    because,
    next,
    opensAt,
    predictedAt,
    problems,
    branch,
    desiredRevision,
    desiredControlRevision,
  } = found;
  const { deploy, failures, retryAt, removed } = found;
  return {
    state,
    because,
    next,
    opensAt,
    predictedAt,
    problems,
    branch,
    desiredRevision,
    desiredControlRevision,
    deploy,
    failures,
    retryAt,
    removed,
  };
}
