import { type Environment, type EnvironmentStatus, Failure, type Slug } from "@lockstep/model";

import type { PromotionDeps } from "./promotion-deps.ts";

/** An environment with the policy that is in force in it. */
export interface PairSide {
  readonly status: EnvironmentStatus;
  readonly policy: Environment;
}

/** Two environments of which the upper promotes from the lower. */
export interface Pair {
  readonly from: PairSide;
  readonly to: PairSide;
}

/** All pairs that the policies in force make, by the upper environment. */
export async function findPairs({ store }: Pick<PromotionDeps, "store">): Promise<readonly Pair[]> {
  const sides = new Map<Slug, PairSide>();
  for (const status of await store.environments.list())
    if (status.policy !== null && status.retiredAt === null && !status.removed)
      sides.set(status.slug, { status, policy: status.policy });
  const pairs: Pair[] = [];
  for (const to of sides.values()) {
    const from = to.policy.promotesFrom === null ? undefined : sides.get(to.policy.promotesFrom);
    if (from !== undefined) pairs.push({ from, to });
  }
  return pairs.sort((one, other) => (one.to.status.slug < other.to.status.slug ? -1 : 1));
}

/** The pair of these environments; `not-found` with the reason and what there is. */
export async function findPair({ store }: Pick<PromotionDeps, "store">, from: Slug, to: Slug): Promise<Pair> {
  const pairs = await findPairs({ store });
  const found = pairs.find(
    ({ from: lower, to: upper }) => lower.status.slug === from && upper.status.slug === to,
  );
  if (found !== undefined) return found;
  throw new Failure("not-found", `${await reasonOf(store, from, to)} ${pairsThereAre(pairs)}`, {
    code: "NOT_PROMOTED",
  });
}

async function reasonOf(store: PromotionDeps["store"], from: Slug, to: Slug): Promise<string> {
  for (const slug of [from, to]) {
    const status = await store.environments.load(slug);
    if (status === null) return `There is no environment ${slug}.`;
    if (status.retiredAt !== null || status.removed)
      return `${slug} is no longer an environment of this org.`;
    if (status.policy === null)
      return `Nothing was ever applied in ${slug}: its first apply puts its policy in force.`;
  }
  return `${to} does not promote from ${from} by the policy in force: set "promotesFrom": "${from}" in environments/${to}.json.`;
}

function pairsThereAre(pairs: readonly Pair[]): string {
  const names = pairs.map(({ from, to }) => `${from.status.slug} → ${to.status.slug}`);
  return `There are: ${names.join(", ") || "no promotions yet"}.`;
}
