import type { Directory, Environment } from "@lockstep/model";

import { declared } from "../declarations.ts";
import { indexPeople } from "./people-index.ts";

const teamPrefix = "team:";

/** Whether `identity` belongs to somebody whom the list names: by any identity of theirs, or as a member of a team. */
function isNamed(directory: Directory, from: readonly string[], identity: string): boolean {
  const { personOf } = indexPeople(directory);
  const person = personOf(identity);
  return from.some((name) => identitiesOf(directory, name).some((member) => personOf(member) === person));
}

/** Whether two identities are one person's. */
export function isSamePerson(directory: Directory, one: string, other: string): boolean {
  const { personOf } = indexPeople(directory);
  return personOf(one) === personOf(other);
}

function identitiesOf({ teams }: Directory, name: string): readonly string[] {
  return name.startsWith(teamPrefix) ? (declared(teams, name.slice(teamPrefix.length)) ?? []) : [name];
}

/**
 * Whether the policy lets somebody's approval count at all, authors aside. Without a list everybody counts whose role lets
 * them answer.
 */
export function mayApprove(policy: Environment, actor: string): boolean {
  const from = policy.gates.approvals?.from ?? [];
  return from.length === 0 || isNamed(policy.directory, from, actor);
}

/** Whether the policy lets somebody apply a plan outside its windows, in an emergency. */
export function mayBreakGlass(policy: Environment, actor: string): boolean {
  const breakGlass = policy.gates.windows?.breakGlass ?? null;
  return breakGlass !== null && isNamed(policy.directory, breakGlass.from, actor);
}
