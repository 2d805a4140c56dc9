import { type Deploy, type Environment, Failure, mayActAs, type Token } from "@lockstep/model";
import { mayApprove } from "@lockstep/policy";

import { tokenActor } from "../access/token-actor.ts";

/**
 * Fails as `forbidden` where an approval could not count whatever the plan: it would look like a word given. Whether its
 * giver wrote one of the commits is the gate's to judge, which asks git.
 */
export function assertMayApprove(token: Token, deploy: Deploy, policy: Environment | null): void {
  if (waitsForAdmin(deploy) && !mayActAs(token.role, "admin")) {
    throw new Failure(
      "forbidden",
      "The first plan of a production environment that came later needs an admin.",
      { code: "ADMIN_NEEDED" },
    );
  }
  const { id } = tokenActor(token);
  if (policy === null || mayApprove(policy, id)) return;
  const who = (policy.gates.approvals?.from ?? []).map((name) => describeNamed(policy, name)).join(", ");
  throw new Failure("forbidden", `${id} may not approve for ${policy.slug}. Who may: ${who}.`, {
    code: "NOT_APPROVER",
  });
}

/** Whether only an admin opens what it waits for. */
export function waitsForAdmin({ verdicts }: Pick<Deploy, "verdicts">): boolean {
  return verdicts.some(({ gate, verdict }) => gate === "late-arrival" && verdict === "waiting");
}

const teamPrefix = "team:";

/** A name of a policy's list; a team with its members. */
export function describeNamed({ directory }: Environment, name: string): string {
  if (!name.startsWith(teamPrefix)) return name;
  const members = directory.teams[name.slice(teamPrefix.length)] ?? [];
  return `${name} (${members.length === 0 ? "nobody yet" : members.join(", ")})`;
}
