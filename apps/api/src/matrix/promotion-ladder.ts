import type { EnvironmentStatus, Slug, Tier } from "@lockstep/model";

/** An environment with those that take over from it. */
export interface Rung {
  readonly status: EnvironmentStatus;
  /** Environments that name it as `promotesFrom`, in the order of the ladder. */
  readonly uppers: readonly Slug[];
}

const tiers: readonly Tier[] = ["development", "qa", "staging", "uat", "production"];

/** Environments in the order in which content climbs: each right after what it promotes from, lower tiers first. */
export function promotionLadder(all: readonly EnvironmentStatus[]): readonly Rung[] {
  const slugs = new Set(all.map(({ slug }) => slug));
  const sorted = all.toSorted(
    (one, other) => rankOf(one) - rankOf(other) || (one.slug < other.slug ? -1 : 1),
  );
  const uppersOf = (slug: Slug) => sorted.filter(({ policy }) => policy?.promotesFrom === slug);
  const ladder = new Map<Slug, Rung>();
  const climb = (status: EnvironmentStatus): void => {
    if (ladder.has(status.slug)) return;
    const uppers = uppersOf(status.slug);
    ladder.set(status.slug, { status, uppers: uppers.map(({ slug }) => slug) });
    for (const upper of uppers) climb(upper);
  };
  for (const status of sorted) if (!slugs.has(status.policy?.promotesFrom ?? "")) climb(status);
  // Environments that promote from each other in a circle have no lowest one.
  for (const status of sorted) climb(status);
  return [...ladder.values()];
}

function rankOf({ tier }: EnvironmentStatus): number {
  return tiers.indexOf(tier);
}
