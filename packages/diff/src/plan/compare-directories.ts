import type { Difference, Directory } from "@lockstep/model";

import { pointerOf } from "../compare/difference.ts";

type Lists = { readonly [name: string]: readonly string[] };

/** Who joined and left the teams that gates name, a sentence each, and whose further identities changed. */
export function compareDirectories(from: Directory, to: Directory): readonly Difference[] {
  return [
    ...namesOf(from.teams, to.teams).flatMap((team) => compareTeam(team, from.teams, to.teams)),
    ...namesOf(from.people, to.people).flatMap((person) => comparePerson(person, from.people, to.people)),
  ];
}

function compareTeam(team: string, from: Lists, to: Lists): readonly Difference[] {
  const [before, after] = [listOf(from, team), listOf(to, team)];
  const path = pointerOf(["directory", "teams", team]);
  if (before === null || after === null)
    return [
      {
        class: "retune",
        path,
        operation: before === null ? "added" : "removed",
        sentence:
          before === null
            ? `gates name team ${team}, with ${(after ?? []).join(", ") || "nobody"}`
            : `gates no longer name team ${team}`,
      },
    ];
  const change = (operation: "added" | "removed", member: string): Difference => ({
    class: "retune",
    path,
    operation,
    sentence: `${member} ${operation === "added" ? "joined" : "left"} team ${team}`,
  });
  return [
    ...without(after, before).map((member) => change("added", member)),
    ...without(before, after).map((member) => change("removed", member)),
  ];
}

/** Addresses are not told: plans are kept, and reach the forge. */
function comparePerson(person: string, from: Lists, to: Lists): readonly Difference[] {
  const [before, after] = [listOf(from, person) ?? [], listOf(to, person) ?? []];
  const [gained, lost] = [without(after, before).length, without(before, after).length];
  if (gained + lost === 0) return [];
  return [
    {
      class: "retune",
      path: pointerOf(["directory", "people", person]),
      operation: "changed",
      sentence: `${person} has ${after.length} further ${after.length === 1 ? "identity" : "identities"} (${gained} new, ${lost} gone)`,
    },
  ];
}

function namesOf(from: Lists, to: Lists): readonly string[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].toSorted((a, b) => (a < b ? -1 : 1));
}

function listOf(lists: Lists, name: string): readonly string[] | null {
  return Object.hasOwn(lists, name) ? (lists[name] ?? []) : null;
}

function without(all: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return all.filter((one) => !known.has(one));
}
