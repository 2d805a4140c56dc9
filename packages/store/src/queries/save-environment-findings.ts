import type { EnvironmentFindings, Slug, Tier } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environments } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";

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

const selectBefore = statement<{ slug: string }, { readonly findings: string | null }>(
  ({ slug }) => sql`SELECT findings FROM ${environments} WHERE slug = ${slug}`,
);

/** What an event tells of a sentence: its body stays small. */
const longestSentence = 1_000;

/**
 * Writes what the controller found out; makes the row on first sight. Tells those who watch when it is something else than
 * before, and gives whether it is.
 */
export function* saveEnvironmentFindings(
  { slug, title, tier }: FoundEnvironment,
  found: EnvironmentFindings,
): Query<boolean> {
  const before = (yield* firstOf(selectBefore, { slug }))?.findings ?? null;
  const findings = JSON.stringify(onlyFindings(found));
  yield* changesOf(upsert, { slug, title, tier, findings });
  if (before === findings) return false;
  const { state, because, next, deploy, desiredRevision } = found;
  const from = before === null ? null : (JSON.parse(before) as EnvironmentFindings).state;
  const body = {
    from,
    state,
    because: because.slice(0, longestSentence),
    next: next.slice(0, longestSentence),
    deploy,
    desiredRevision,
  };
  yield* appendEvents([{ name: "environment.changed", environment: slug, body }]);
  return true;
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
