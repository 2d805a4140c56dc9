import type { Hold, Promotion } from "@lockstep/model";

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
export async function describePair(
  { store }: Pick<PromotionDeps, "store">,
  { from, to }: Pair,
): Promise<Promotion> {
  const { counts } = await comparePair({ store }, { from, to });
  const { holds } = await store.holds.loadInForce(to.status.slug);
  return {
    from: sideOf(from),
    to: sideOf(to),
    ...stateOf(from, to, { counts, hold: holds[0] ?? null }),
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
  { counts, hold }: { readonly counts: Promotion["counts"]; readonly hold: Hold | null },
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
  if (hold !== null)
    return {
      state: "held",
      because: `${differs}, and ${upper} is held (${hold.kind}): ${hold.reason}`,
      next: `What is merged waits until ${upper} is resumed: lockstep resume -e ${upper}`,
    };
  if (to.status.state === "waiting")
    return {
      state: "waiting",
      because: `${differs}, and a deploy waits in ${upper}: ${to.status.because}`,
      next: to.status.next,
    };
  return { state: "ahead", because: `${differs}.`, next: `lockstep promote ${lower} ${upper}` };
}
