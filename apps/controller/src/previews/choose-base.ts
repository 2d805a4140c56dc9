import { Failure, type Revision, type Slug } from "@lockstep/model";

import type { Observation } from "../reconcile/observe.ts";
import type { BranchHead } from "../source/revision-source.ts";

type Seen = Pick<Observation, "heads" | "control">;

/** A branch that exists. Failure: `not-found` with the branches that environments follow. */
export function headOfBranch({ heads, control }: Seen, branch: string): BranchHead {
  const revision = heads.get(branch);
  if (revision !== undefined) return { branch, revision };
  const followed = [...new Set(control.environments.map(({ environment }) => environment.source.branch))];
  throw new Failure(
    "not-found",
    `There is no branch '${branch}'. Environments follow: ${followed.join(", ") || "none yet"}.`,
    { code: "BRANCH_MISSING" },
  );
}

/** Branches that feed environments, the lowest rungs of the ladder of promotions first, and then the control branch. */
export function feedingBranches({ control }: Seen, controlBranch: string): readonly string[] {
  const lower = new Map<Slug, Slug | null>(
    control.environments.map(({ slug, environment }) => [slug, environment.promotesFrom]),
  );
  const ranked = control.environments.map(({ slug, environment }) => ({
    branch: environment.source.branch,
    isPromotedFrom: [...lower.values()].includes(slug),
    height: heightOf(slug, lower),
  }));
  ranked.sort(
    (one, other) => one.height - other.height || Number(other.isPromotedFrom) - Number(one.isPromotedFrom),
  );
  return [...new Set([...ranked.map(({ branch }) => branch), controlBranch])];
}

/** How many rungs stand below; a circle ends where it began. */
function heightOf(slug: Slug, lower: ReadonlyMap<Slug, Slug | null>): number {
  const seen = new Set<Slug>();
  let at = lower.get(slug) ?? null;
  while (at !== null && lower.has(at) && !seen.has(at)) {
    seen.add(at);
    at = lower.get(at) ?? null;
  }
  return seen.size;
}

/** The heads with those of these branches first. */
export function headsWithFirst(
  heads: ReadonlyMap<string, Revision>,
  branches: readonly string[],
): ReadonlyMap<string, Revision> {
  const first = branches.flatMap((branch) => {
    const revision = heads.get(branch);
    return revision === undefined ? [] : [[branch, revision] as const];
  });
  return new Map([...first, ...heads]);
}
