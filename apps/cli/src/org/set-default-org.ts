import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { findOrg } from "./find-org.ts";
import { knownOrgsPath, readKnownOrgs, writeKnownOrgs } from "./known-orgs.ts";

/** Makes a known org the one that commands mean. */
export async function setDefaultOrg({ world, output }: Invocation, [alias]: [string]): Promise<ExitCode> {
  const path = knownOrgsPath(world);
  const known = await readKnownOrgs(path);
  findOrg(known, alias);
  await writeKnownOrgs(path, { ...known, default: alias });
  output.present({ default: alias }, () => [`Commands mean '${alias}' now, unless --target says otherwise.`]);
  return exitCodes.done;
}
