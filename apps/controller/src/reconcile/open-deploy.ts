import {
  controllerActor,
  isFinal,
  deployStates,
  toTimestamp,
  type Commit,
  type Deploy,
} from "@lockstep/model";

import type { Proposal } from "../planning/propose.ts";
import { type DeployContext, settleDeploy } from "./settle-deploy.ts";

/** The deploy that carries this plan: the known one for the same plan, or a new one that supersedes what was open. */
export async function openDeploy(context: DeployContext, commit: Commit): Promise<Deploy> {
  const { deps, proposal } = context;
  const { plan, deploy: known } = proposal;
  if (known !== null && (isOpen(known) || isRepeatedRefusal(known, proposal, commit)))
    return { ...known, plan, commit };
  await supersedeOpen(context, plan.hash);
  const at = toTimestamp(deps.clock.now());
  return {
    id: deps.ids.next(),
    environment: plan.environment,
    intent: "merge",
    state: "planned",
    plan,
    verdicts: proposal.decision.verdicts,
    because: "",
    commit,
    actor: controllerActor,
    createdAt: at,
    updatedAt: at,
  };
}

/** The same commit refused again, as after a restart, is no news. */
function isRepeatedRefusal(known: Deploy, { decision }: Proposal, commit: Commit): boolean {
  return decision.outcome === "refused" && known.commit.revision === commit.revision;
}

function isOpen({ state }: Deploy): boolean {
  return !isFinal(deployStates, state);
}

/** Closes whatever other plan is still on its way. */
export async function supersedeOpen(context: DeployContext, planHash: string | null): Promise<void> {
  const open = await context.deps.store.deploys.loadOpen(context.proposal.plan.environment);
  if (open === null || open.plan.hash === planHash) return;
  const { revision } = context.proposal.plan.target;
  await settleDeploy(context, open, "superseded", `Commit ${revision.slice(0, 12)} took its place.`);
}
