import { type CompiledEnvironment, didYouMean, type Environment } from "@lockstep/model";

import { peopleLists, teamOf } from "../compile/directory-of.ts";
import type { WrittenOrg } from "../format/org-format.ts";
import { type Finding, findingAt } from "../text/finding.ts";

/**
 * TEAM_UNKNOWN and APPROVERS_MISSING by file. Each breaks its environment: gates are judged by the policy that was applied
 * last, so one that asks for people who do not exist could not even be mended. `org` is `null` when it has errors.
 */
export function peopleFindings(
  environments: readonly CompiledEnvironment[],
  org: WrittenOrg | null,
): ReadonlyMap<string, readonly Finding[]> {
  return new Map(
    environments
      .map(
        ({ path, environment }) =>
          [path, org === null ? untold(environment) : check(environment, org)] as const,
      )
      .filter(([, findings]) => findings.length > 0),
  );
}

function untold(environment: Environment): readonly Finding[] {
  return peopleLists(environment).map(({ path }) =>
    findingAt(
      "TEAM_UNKNOWN",
      path.slice(0, -1),
      "lockstep.json has errors, so nobody can tell who the people are that this gate asks for.",
      "Mend lockstep.json on the control branch.",
    ),
  );
}

function check(environment: Environment, org: WrittenOrg): readonly Finding[] {
  const unknown = unknownTeams(environment, org);
  return unknown.length > 0 ? unknown : tooFew(environment, org);
}

function unknownTeams(environment: Environment, { teams = {} }: WrittenOrg): readonly Finding[] {
  return peopleLists(environment).flatMap(({ path, names }) =>
    names.flatMap((name, index) => {
      const team = teamOf(name);
      if (team === null || Object.hasOwn(teams, team)) return [];
      const meant = didYouMean(team, Object.keys(teams));
      return findingAt(
        "TEAM_UNKNOWN",
        [...path, index],
        `There is no team "${team}" in lockstep.json.`,
        meant === null
          ? "Add the team with its members to lockstep.json on the control branch."
          : `Did you mean "team:${meant}"?`,
      );
    }),
  );
}

/** People may have several identities, so that there are at most as many people as identities. */
function tooFew({ gates: { approvals } }: Environment, { teams = {} }: WrittenOrg): readonly Finding[] {
  if (approvals === null || approvals.from.length === 0) return [];
  const identities = approvals.from.flatMap((name) => {
    const team = teamOf(name);
    return team === null ? [name] : (teams[team]?.members ?? []);
  });
  const count = new Set(identities).size;
  if (count >= approvals.required) return [];
  return [
    findingAt(
      "APPROVERS_MISSING",
      ["gates", "approvals", "required"],
      `${approvals.required} people have to approve, but \`from\` names ${count}.`,
      "Ask for fewer, or name more people.",
    ),
  ];
}
