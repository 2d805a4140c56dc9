import type { Environment, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type ClaimRules, claimRulesOf, noRules } from "../admission/limits.ts";
import { firstOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { configurations, environments, environmentStates } from "../schema/index.ts";

/** Rules that were read before, by digest of the configuration: reading it anew for each claim would cost more than the claim. */
export type RulesCache = Map<string, ClaimRules>;

/** More configurations than this at a time are forgotten and read again. */
const largestCache = 256;

/** From the append-only history: an edited row changes no limit. */
const selectDigests = statement<
  { slugs: readonly string[] },
  { readonly slug: Slug; readonly digest: string | null }
>(
  ({ slugs }, { isOneOf }) => sql`
    SELECT slug, (
      SELECT configuration_digest FROM ${environmentStates} WHERE environment = slug ORDER BY sequence DESC LIMIT 1
    ) AS digest
    FROM ${environments} WHERE ${isOneOf(sql`slug`, slugs)}`,
);

const selectPolicy = statement<{ digest: string }, { readonly configuration: string }>(
  ({ digest }) => sql`SELECT configuration FROM ${configurations} WHERE digest = ${digest}`,
);

/** What the applied configurations say about claiming, by environment; nothing for one that was never applied. */
export function* loadClaimRules(
  slugs: readonly Slug[],
  cache: RulesCache,
): Query<ReadonlyMap<Slug, ClaimRules>> {
  const rules = new Map<Slug, ClaimRules>();
  if (slugs.length === 0) return rules;
  for (const { slug, digest } of yield* rowsOf(selectDigests, { slugs })) {
    const known = digest === null ? noRules : cache.get(digest);
    rules.set(slug, known ?? (yield* loadRules(digest ?? "", cache)));
  }
  return rules;
}

function* loadRules(digest: string, cache: RulesCache): Query<ClaimRules> {
  const row = yield* firstOf(selectPolicy, { digest });
  const rules = row === null ? noRules : claimRulesOf(JSON.parse(row.configuration) as Environment);
  if (cache.size >= largestCache) cache.clear();
  cache.set(digest, rules);
  return rules;
}
