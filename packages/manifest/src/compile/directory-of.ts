import type { Directory, Environment } from "@lockstep/model";

import type { WrittenOrg } from "../format/org-format.ts";
import type { Path } from "../text/finding.ts";

const teamPrefix = "team:";

/** A list of a gate that names people and teams, and where it stands in the manifest. */
export interface PeopleList {
  readonly path: Path;
  readonly names: readonly string[];
}

/** The lists of gates that ask for people. Empty when no gate asks who somebody is. */
export function peopleLists({ gates }: Environment): readonly PeopleList[] {
  const { approvals, windows } = gates;
  const breakGlass = windows?.breakGlass ?? null;
  return [
    ...(approvals === null ? [] : [{ path: ["gates", "approvals", "from"], names: approvals.from }]),
    ...(breakGlass === null
      ? []
      : [{ path: ["gates", "windows", "breakGlass", "from"], names: breakGlass.from }]),
  ];
}

/** `platform` of `team:platform`; `null` for a person. */
export function teamOf(name: string): string | null {
  return name.startsWith(teamPrefix) ? name.slice(teamPrefix.length) : null;
}

/** Members of the teams that an environment's gates name, and who is who, where a gate asks; the rest is none of its business. */
export function directoryOf(environment: Environment, org: WrittenOrg): Directory {
  const lists = peopleLists(environment);
  if (lists.length === 0) return { teams: {}, people: {} };
  const named = new Set(lists.flatMap(({ names }) => names.flatMap((name) => teamOf(name) ?? [])));
  return { teams: sortedMap(membersOf(org, named)), people: sortedMap(identitiesOf(org)) };
}

function membersOf({ teams = {} }: WrittenOrg, named: ReadonlySet<string>): readonly Entry[] {
  return Object.entries(teams).flatMap(([team, { members }]) =>
    named.has(team) ? [[team, sortedSet(members.map(plain))] as const] : [],
  );
}

function identitiesOf({ people = {} }: WrittenOrg): readonly Entry[] {
  return Object.entries(people).flatMap(([identity, { emails = [], tokens = [] }]) => {
    const others = [...emails.map((address) => `email:${address}`), ...tokens.map((name) => `token:${name}`)];
    return others.length === 0 ? [] : [[plain(identity), sortedSet(others.map(plain))] as const];
  });
}

/** Addresses do not differ by case. */
function plain(identity: string): string {
  return identity.startsWith("email:") ? identity.toLowerCase() : identity;
}

type Entry = readonly [name: string, identities: readonly string[]];

function sortedMap(entries: readonly Entry[]): { readonly [name: string]: readonly string[] } {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function sortedSet(identities: readonly string[]): readonly string[] {
  return [...new Set(identities)].sort();
}
