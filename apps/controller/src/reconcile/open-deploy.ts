import {
  controllerActor,
  isFinal,
  type Approval,
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
  const approvals = await context.deps.store.deploys.listApprovals(open.id);
  const because = [`Commit ${revision.slice(0, 12)} took its place.`, ...dismissalOf(approvals)].join(" ");
  await settleDeploy({ ...context, approvals }, open, "superseded", because);
}

/** People who meant the plan that is gone read here that their word counts no longer. */
function dismissalOf(approvals: readonly Approval[]): readonly string[] {
  const approvers = new Set(
    approvals.flatMap(({ actor, verdict }) => (verdict === "approved" ? [actor] : [])),
  );
  return approvers.size === 0 ? [] : [`Dismissed: what ${[...approvers].join(", ")} approved.`];
}
