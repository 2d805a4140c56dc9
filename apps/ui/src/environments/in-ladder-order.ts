interface Climbing {
  readonly slug: string;
  readonly tier: string;
  /** The policy in force, which names what it promotes from. */
  readonly policy?: unknown;
}

const tiers = ["development", "qa", "staging", "uat", "production"];

/** Environments as the matrix has them: lower tiers first, each right after what it promotes from. */
export function inLadderOrder<Environment extends Climbing>(
  all: readonly Environment[],
): readonly Environment[] {
  const slugs = new Set(all.map(({ slug }) => slug));
  const sorted = all.toSorted(
    (one, other) => tiers.indexOf(one.tier) - tiers.indexOf(other.tier) || (one.slug < other.slug ? -1 : 1),
  );
  const ordered = new Set<Environment>();
  const climb = (environment: Environment) => {
    if (ordered.has(environment)) return;
    ordered.add(environment);
    for (const upper of sorted) if (lowerOf(upper) === environment.slug) climb(upper);
  };
  for (const environment of sorted) if (!slugs.has(lowerOf(environment) ?? "")) climb(environment);
  // Environments that promote from each other in a circle have no lowest one.
  for (const environment of sorted) climb(environment);
  return [...ordered];
}

function lowerOf({ policy }: Climbing): string | null {
  const lower =
    typeof policy === "object" && policy !== null && "promotesFrom" in policy && policy.promotesFrom;
  return typeof lower === "string" ? lower : null;
}
