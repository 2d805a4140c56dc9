import type { Application, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { configurations, environments } from "../schema/index.ts";

const insert = statement<{ slug: string; title: string; tier: string; at: string }>(
  ({ slug, title, tier, at }) => sql`
    INSERT INTO ${environments} (slug, title, tier, sequence, created_at)
    VALUES (${slug}, ${title}, ${tier}, 0, ${at})
    ON CONFLICT (slug) DO NOTHING`,
);

const update = statement<{
  slug: string;
  expectedSequence: number;
  expectedActs: number;
  isAct: number;
  retired: number;
  revision: string;
  controlRevision: string;
  deploy: string;
  at: string;
  policy: string;
  digest: string;
}>(
  ({
    slug,
    expectedSequence,
    expectedActs,
    isAct,
    retired,
    revision,
    controlRevision,
    deploy,
    at,
    policy,
    digest,
  }) => sql`
    UPDATE ${environments} SET
      sequence = sequence + 1,
      applied_revision = ${revision},
      applied_control_revision = ${controlRevision},
      applied_deploy = ${deploy},
      applied_at = ${at},
      policy = coalesce((SELECT configuration FROM ${configurations} WHERE digest = ${digest}), ${policy}),
      policy_digest = ${digest},
      acts = acts + ${isAct},
      retired_at = CASE WHEN ${retired} = 1 THEN ${at} ELSE NULL END
    WHERE slug = ${slug} AND sequence = ${expectedSequence} AND acts = ${expectedActs}`,
);

/**
 * The policy is written as it is kept in the append-only history, where equal ones may have been written in another order.
 * Compare-and-set on the sequence and on what people did; returns the new one, or `null` when somebody else moved it
 * first.
 */
export function* advanceEnvironment(application: Application, at: Timestamp): Query<number | null> {
  const { deploy, expectedSequence, expectedActs, configuration } = application;
  const { environment: slug, plan } = deploy;
  const values = {
    slug,
    expectedSequence,
    expectedActs,
    isAct: deploy.intent === "merge" ? 0 : 1,
    retired: deploy.intent === "retire" ? 1 : 0,
    at,
    revision: plan.target.revision,
    controlRevision: plan.target.controlRevision,
    deploy: deploy.id,
    policy: JSON.stringify(configuration.environment),
    digest: configuration.digest,
  };
  if ((yield* changesOf(update, values)) > 0) return expectedSequence + 1;
  if (expectedSequence > 0) return null;
  const { title, tier } = configuration.environment;
  const isNew = (yield* changesOf(insert, { slug, title, tier, at })) > 0;
  return isNew && (yield* changesOf(update, values)) > 0 ? 1 : null;
}
