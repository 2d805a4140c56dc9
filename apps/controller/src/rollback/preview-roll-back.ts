import type { OrderDeps } from "../orders/order-deps.ts";
import { type PreparedRollBack, prepareRollBack } from "./prepare-roll-back.ts";
import type { PreviewRollBack } from "./roll-back-request.ts";

/** Says what a rollback would do, by the same way, without doing it. */
export function createRollBackPreview(deps: OrderDeps): PreviewRollBack {
  return async (target) => {
    const prepared = await prepareRollBack(deps, target);
    const { judged, past, from, differing, quarantine } = prepared;
    return {
      environment: target.environment,
      from,
      to: past,
      revision: judged.plan.target.revision,
      changes: judged.plan.changes,
      differing,
      quarantine,
      stays: sentences(prepared),
    };
  };
}

/** What people expect to go back, too, and what does not. */
function sentences({ order, past }: PreparedRollBack): readonly string[] {
  const isSame = order.applied.policyDigest === past.configurationDigest;
  const since = isSame ? "" : " It has changed since that deploy.";
  return [
    `The environment's policy, with its variables, stays as it is now.${since}`,
    "Secrets keep the values that they have now.",
    "Runs that are under way end with the version that they started with.",
    "What runs did to databases and other systems stays done.",
  ];
}
