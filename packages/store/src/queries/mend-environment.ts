import type { Environment, EnvironmentInForce, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environments } from "../schema/index.ts";

const upsert = statement<{
  slug: Slug;
  title: string;
  tier: string;
  sequence: number;
  revision: string | null;
  controlRevision: string | null;
  deploy: string | null;
  at: string | null;
  policy: string | null;
  digest: string | null;
}>(
  (given) => sql`
    INSERT INTO ${environments} (
      slug, title, tier, sequence, applied_revision, applied_control_revision, applied_deploy, applied_at, policy,
      policy_digest, created_at)
    VALUES (
      ${given.slug}, ${given.title}, ${given.tier}, ${given.sequence}, ${given.revision}, ${given.controlRevision},
      ${given.deploy}, ${given.at}, ${given.policy}, ${given.digest}, lockstep_now())
    ON CONFLICT (slug) DO UPDATE SET
      sequence = excluded.sequence, applied_revision = excluded.applied_revision,
      applied_control_revision = excluded.applied_control_revision, applied_deploy = excluded.applied_deploy,
      applied_at = excluded.applied_at, policy = excluded.policy, policy_digest = excluded.policy_digest`,
);

/** Makes an environment's row say again what is in force. */
export function* mendEnvironment(slug: Slug, inForce: EnvironmentInForce): Query<void> {
  const { sequence, revision, controlRevision, deploy, at, policy, policyDigest: digest } = inForce;
  const { title, tier } = policy === null ? unknown(slug) : (JSON.parse(policy) as Environment);
  yield* changesOf(upsert, {
    slug,
    title,
    tier,
    sequence,
    revision,
    controlRevision,
    deploy,
    at,
    policy,
    digest,
  });
}

/** Stands in until the controller has looked at the environment's manifest again. */
function unknown(slug: Slug): { readonly title: string; readonly tier: string } {
  return { title: slug, tier: "production" };
}
