import type { Environment, Evidence, Gate, Plan, Verdict } from "@lockstep/model";

import { approversOf } from "../approvals.ts";
import { isBootstrap } from "../bootstrap.ts";
import { open, waiting } from "../verdicts.ts";

/** A gate that environments may declare and that nothing here can judge by itself yet. */
interface UnjudgedGate {
  readonly name: string;
  /** What the policy asks for, as a sentence continues it; `null` when it asks for nothing of this plan. */
  demand(policy: Environment, plan: Plan): string | null;
  /** How many people have to vouch for it. */
  approvers(policy: Environment): number;
}

const one = () => 1;

const declarations: readonly UnjudgedGate[] = [
  {
    name: "approvals",
    demand: ({ gates }) =>
      gates.approvals === null
        ? null
        : `${gates.approvals.required} approval(s) from ${gates.approvals.from.join(", ")}`,
    approvers: ({ gates }) => gates.approvals?.required ?? 0,
  },
  {
    name: "soak",
    demand: ({ gates }, plan) =>
      gates.soak === null || !bringsContent(plan)
        ? null
        : `${gates.soak.duration} of soak in ${gates.soak.in}`,
    approvers: one,
  },
  {
    name: "windows",
    demand: ({ gates }) => (gates.windows === null ? null : "that it is applied within its windows"),
    approvers: one,
  },
  {
    name: "verification",
    demand: ({ gates }) => (gates.verification === null ? null : "that tests and smoke runs pass"),
    approvers: one,
  },
  {
    name: "pull-request",
    demand: ({ gates }) => (gates.pullRequest ? "a merged pull request" : null),
    approvers: one,
  },
  {
    name: "checks",
    demand: ({ gates }) => (gates.checks.length === 0 ? null : `green checks: ${gates.checks.join(", ")}`),
    approvers: one,
  },
];

/** They stay closed where a policy declares them, and open by people's approval of this very plan. */
export const unjudged: readonly Gate[] = declarations.map((declaration) => ({
  name: declaration.name,
  judge: (plan, evidence) => judge(declaration, plan, evidence),
}));

function judge(gate: UnjudgedGate, plan: Plan, evidence: Evidence): Verdict {
  const { policy } = evidence;
  const demand = gate.demand(policy, plan);
  if (demand === null) return open(gate.name, `${policy.slug} does not ask for it here`);
  if (isBootstrap(plan, evidence))
    return open(gate.name, "the first plan is vouched for by who starts Lockstep");
  const [given, needed] = [approversOf(plan, evidence), gate.approvers(policy)];
  if (given.length >= needed) return open(gate.name, `approved by ${given.join(", ")}`);
  return waiting(gate.name, {
    because: `${policy.slug} asks for ${demand}, which only people can vouch for in this version.`,
    next: `${needed - given.length} more approver(s) approve exactly this plan.`,
  });
}

/** A revert, new tuning or a retirement brings nothing that could soak. */
function bringsContent({ changes }: Plan): boolean {
  return changes.some(({ kind }) => kind === "create" || kind === "update");
}
