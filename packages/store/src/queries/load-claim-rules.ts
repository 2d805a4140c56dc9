import type { Environment, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type ClaimRules, claimRulesOf, noRules } from "../admission/limits.ts";
import { firstOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environments } from "../schema/index.ts";

/** Rules that were read before, by digest of the configuration: reading it anew for each claim would cost more than the claim. */
export type RulesCache = Map<string, ClaimRules>;

/** More configurations than this at a time are forgotten and read again. */
const largestCache = 256;

const selectDigests = statement<
  { slugs: readonly string[] },
  { readonly slug: Slug; readonly policy_digest: string | null }
>(
  ({ slugs }, { isOneOf }) => sql`
    SELECT slug, policy_digest FROM ${environments} WHERE ${isOneOf(sql`slug`, slugs)}`,
);

const selectPolicy = statement<
  { slug: Slug },
  { readonly policy: string | null; readonly policy_digest: string | null }
>(({ slug }) => sql`SELECT policy, policy_digest FROM ${environments} WHERE slug = ${slug}`);

/** What the applied configurations say about claiming, by environment; nothing for one that was never applied. */
export function* loadClaimRules(
  slugs: readonly Slug[],
  cache: RulesCache,
): Query<ReadonlyMap<Slug, ClaimRules>> {
  const rules = new Map<Slug, ClaimRules>();
  if (slugs.length === 0) return rules;
  for (const { slug, policy_digest } of yield* rowsOf(selectDigests, { slugs })) {
    rules.set(slug, cache.get(`${slug} ${policy_digest}`) ?? (yield* loadRules(slug, cache)));
  }
  return rules;
}

function* loadRules(slug: Slug, cache: RulesCache): Query<ClaimRules> {
  const { policy = null, policy_digest = null } = (yield* firstOf(selectPolicy, { slug })) ?? {};
  const rules = policy === null ? noRules : claimRulesOf(JSON.parse(policy) as Environment);
  if (cache.size >= largestCache) cache.clear();
  cache.set(`${slug} ${policy_digest}`, rules);
  return rules;
}
