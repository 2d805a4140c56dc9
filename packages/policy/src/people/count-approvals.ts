import {
  type Approval,
  durationMilliseconds,
  type Evidence,
  fromTimestamp,
  type Gates,
  type Plan,
  type Timestamp,
  toTimestamp,
} from "@lockstep/model";

import { isBootstrap } from "../bootstrap.ts";
import { mayApprove } from "./is-named.ts";
import { indexPeople } from "./people-index.ts";

/** What the approvals of a plan come to. */
export interface CountedApprovals {
  /** Each person once, by the identity that approved first. */
  readonly approvers: readonly string[];
  /** Why other approvals of this plan do not count, a clause each: `token:ada wrote one of the commits`. */
  readonly passedOver: readonly string[];
}

/**
 * The distinct people whose approval of this very plan counts by the policy in force. Approvals of another plan hash are
 * not even looked at. Every gate that a person opens counts by this, whether the policy declares approvals or not.
 */
export function countApprovals(plan: Plan, evidence: Evidence, now: Timestamp): CountedApprovals {
  const { personOf } = indexPeople(evidence.policy.directory);
  const approvers = new Map<string, string>();
  const passedOver = new Map<string, string>();
  for (const approval of approvalsOf(plan, evidence)) {
    const { actor } = approval;
    const reason = whyNot(approval, { plan, evidence, now });
    const same = approvers.get(personOf(actor));
    if (reason !== null) passedOver.set(actor, reason);
    else if (same === undefined) approvers.set(personOf(actor), actor);
    else passedOver.set(actor, `is the same person as ${same}`);
  }
  const counted = [...approvers.values()];
  const others = [...passedOver].filter(([actor]) => !counted.includes(actor));
  return { approvers: counted, passedOver: others.map(([actor, reason]) => `${actor} ${reason}`) };
}

/** The first person whose approval counts; `null` when there is none yet. */
export function findApprover(plan: Plan, evidence: Evidence, now: Timestamp): string | null {
  return countApprovals(plan, evidence, now).approvers[0] ?? null;
}

/** How a person opens a gate. */
export const approveThisPlan = "An approver approves exactly this plan; another plan needs another approval.";

function approvalsOf(plan: Plan, { approvals }: Evidence): readonly Approval[] {
  return approvals.filter(({ planHash, verdict }) => planHash === plan.hash && verdict === "approved");
}

interface Case {
  readonly plan: Plan;
  readonly evidence: Evidence;
  readonly now: Timestamp;
}

function whyNot(approval: Approval, { plan, evidence, now }: Case): string | null {
  const { policy } = evidence;
  const { approvals } = policy.gates;
  if (approvals === null) return null;
  const expiry = expiryOf(approval, approvals);
  if (expiry !== null && expiry <= fromTimestamp(now))
    return `approved, but that expired at ${toTimestamp(expiry)}`;
  if (!mayApprove(policy, approval.actor)) return `is not among ${approvals.from.join(", ")}`;
  if (!approvals.excludeAuthor || isBootstrap(plan, evidence)) return null;
  return whyAuthor(approval.actor, evidence);
}

function whyAuthor(actor: string, { authors, policy }: Evidence): string | null {
  if (authors === null) return "approved, but who wrote the commits could not be found out";
  const { personOf } = indexPeople(policy.directory);
  const person = personOf(actor);
  return authors.some((author) => personOf(author) === person) ? "wrote one of the commits" : null;
}

function expiryOf({ at }: Approval, { expiresAfter }: NonNullable<Gates["approvals"]>): number | null {
  return expiresAfter === null ? null : fromTimestamp(at) + durationMilliseconds(expiresAfter);
}
