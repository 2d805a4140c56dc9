import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { findOrg } from "./find-org.ts";
import { knownOrgsPath, readKnownOrgs, writeKnownOrgs } from "./known-orgs.ts";

/** Forgets an org and its token. */
export async function logoutOrg({ world, output }: Invocation, [alias]: [string]): Promise<ExitCode> {
  const path = knownOrgsPath(world);
  const known = await readKnownOrgs(path);
  findOrg(known, alias);
  const orgs = Object.fromEntries(Object.entries(known.orgs).filter(([name]) => name !== alias));
  await writeKnownOrgs(path, { ...known, default: known.default === alias ? null : known.default, orgs });
  output.present({ loggedOut: alias }, () => [
    `'${alias}' is forgotten here. Its token stays valid until it is revoked: lockstep token revoke`,
  ]);
  return exitCodes.done;
}
