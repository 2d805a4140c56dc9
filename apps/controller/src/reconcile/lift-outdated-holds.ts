import { hasErrors, type Hold, type QuarantinedContent, type Snapshot } from "@lockstep/model";

import type { ControllerDeps } from "../controller-deps.ts";
import type { Proposal } from "../planning/propose.ts";

/**
 * Ends holds whose content the branch no longer has; whether there were any, so that the plan is made anew. Their
 * quarantine stays. A revision with errors does not tell what it has, so it ends none; nor does a pause end, or a hold
 * that took no content out.
 */
export async function liftOutdatedHolds(
  { store, log }: Pick<ControllerDeps, "store" | "log">,
  { inForce, desired }: Pick<Proposal, "inForce" | "desired">,
): Promise<boolean> {
  const { snapshot } = desired;
  const outdated = inForce.holds.filter((hold) => isOutdated(hold, inForce.quarantine, snapshot));
  for (const hold of outdated) {
    const because = `Commit ${snapshot.revision.slice(0, 12)} no longer has what was taken out.`;
    await store.holds.liftByItself(hold, because);
    log.info({ environment: hold.environment, hold: hold.id }, "hold ended by itself");
  }
  return outdated.length > 0;
}

function isOutdated(
  { id, kind }: Hold,
  quarantine: readonly QuarantinedContent[],
  { pipelines, problems }: Snapshot,
): boolean {
  const out = quarantine.filter(({ hold }) => hold === id);
  if (kind === "pause" || out.length === 0 || hasErrors(problems)) return false;
  const desired = new Set(pipelines.map(({ slug, content }) => `${slug} ${content}`));
  return !out.some(({ slug, content }) => desired.has(`${slug} ${content}`));
}
