import { type Deploy, type EnvironmentStatus, mayActAs, type OrgStore, type Token } from "@lockstep/model";
import { mayApprove } from "@lockstep/policy";

import { tokenActor } from "../access/token-actor.ts";
import { waitsForAdmin } from "../deploys/assert-may-approve.ts";

/** Gates that a person's approval opens. */
const gatesOfPeople = new Set(["approvals", "manual", "contract", "late-arrival", "brake", "history"]);

/**
 * Waiting deploys of these environments that an approval of this token may bring on, newest first: it may approve there,
 * a gate waits for somebody, and it has not said its word on this plan yet. Whether its owner wrote one of the commits is
 * for the gate to say, which asks git.
 */
export async function findDeploysToApprove(
  { deploys }: Pick<OrgStore, "deploys">,
  token: Token,
  environments: readonly EnvironmentStatus[],
): Promise<readonly Deploy[]> {
  if (!mayActAs(token.role, "approver")) return [];
  const found = await Promise.all(
    environments.map(async ({ slug, policy }) => {
      const deploy = await deploys.loadOpen(slug);
      if (deploy === null || !isForPeople(deploy)) return [];
      if (waitsForAdmin(deploy) && !mayActAs(token.role, "admin")) return [];
      const { id } = tokenActor(token);
      if (policy !== null && !mayApprove(policy, id)) return [];
      const answers = await deploys.listApprovals(deploy.plan.hash);
      return answers.some(({ actor }) => actor === id) ? [] : [deploy];
    }),
  );
  return found.flat().toSorted((one, other) => (one.id < other.id ? 1 : -1));
}

function isForPeople({ state, verdicts }: Deploy): boolean {
  return (
    state === "waiting" &&
    verdicts.some(({ gate, verdict }) => verdict === "waiting" && gatesOfPeople.has(gate))
  );
}
