import { wrongUse } from "../program/wrong-use.ts";
import type { KnownOrg, KnownOrgs } from "./known-orgs.ts";

/** The org of an alias. Wrong use: an unknown alias, with the known ones named. */
export function findOrg({ orgs }: KnownOrgs, alias: string): KnownOrg {
  const org = Object.hasOwn(orgs, alias) ? orgs[alias] : undefined;
  if (org !== undefined) return org;
  const aliases = Object.keys(orgs).join(", ") || "none yet";
  throw wrongUse(
    `There is no org '${alias}'. Known: ${aliases}. Add one: lockstep org login --alias ${alias}`,
  );
}
