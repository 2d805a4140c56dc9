import type { Promotion } from "@lockstep/model";

import { compareEnvironments, type EnvironmentComparison } from "./compare-environments.ts";
import type { Pair, PairSide } from "./find-pair.ts";
import type { PromotionDeps } from "./promotion-deps.ts";

/** What differs between both environments as they are applied now. */
export async function comparePair(
  { store }: Pick<PromotionDeps, "store">,
  { from, to }: Pair,
): Promise<EnvironmentComparison> {
  const [lower, upper] = await Promise.all(
    [from, to].map(({ status }) => store.environments.loadApplied(status.slug)),
  );
  const nothing = { pipelines: new Map() };
  return compareEnvironments(lower ?? nothing, upper ?? nothing);
}

/** A pair as people look at it. */
export function describePair({ from, to }: Pair, { counts }: EnvironmentComparison): Promotion {
  return {
    from: sideOf(from),
    to: sideOf(to),
    ...stateOf(from, to, counts),
    counts,
    deploy: to.status.deploy,
  };
}

function sideOf({ status, policy }: PairSide): Promotion["from"] {
  return { environment: status.slug, branch: policy.source.branch, revision: status.appliedRevision };
}

function stateOf(
  from: PairSide,
  to: PairSide,
  counts: Promotion["counts"],
): Pick<Promotion, "state" | "because" | "next"> {
  const [lower, upper] = [from.status.slug, to.status.slug];
  const ahead = counts.ahead + counts.tuning + counts.missing;
  if (ahead === 0)
    return {
      state: "in-step",
      because: `${upper} has everything that is in force in ${lower}.`,
      next:
        counts.behind === 0 ? "Nothing." : `Merge what ${upper} has in higher versions back into ${lower}.`,
    };
  const differs = `${ahead} ${ahead === 1 ? "pipeline differs" : "pipelines differ"} from ${lower}`;
  if (to.status.state === "held")
    return {
      state: "held",
      because: `${differs}, and ${upper} is held: ${to.status.because}`,
      next: to.status.next,
    };
  if (to.status.state === "waiting")
    return {
      state: "waiting",
      because: `${differs}, and a deploy waits in ${upper}: ${to.status.because}`,
      next: to.status.next,
    };
  return { state: "ahead", because: `${differs}.`, next: `lockstep promote ${lower} ${upper}` };
}
