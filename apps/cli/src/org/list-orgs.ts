import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { type KnownOrgs, knownOrgsPath, readKnownOrgs } from "./known-orgs.ts";

/** Lists known orgs without their tokens. */
export async function listOrgs({ world, output }: Invocation): Promise<ExitCode> {
  const known = await readKnownOrgs(knownOrgsPath(world));
  const orgs = Object.entries(known.orgs).map(([alias, { url, environment }]) => ({
    alias,
    url,
    environment,
    isDefault: alias === known.default,
  }));
  output.present({ orgs }, () => linesOf(known));
  return exitCodes.done;
}

function linesOf(known: KnownOrgs): readonly Text[] {
  const orgs = Object.entries(known.orgs);
  if (orgs.length === 0)
    return ["No orgs yet. Add one: lockstep org login --alias <alias> --instance-url <url>"];
  const rows = orgs.map(([alias, { url, environment }]) => [
    styled("bold", alias),
    alias === known.default ? styled("green", "default") : "",
    environment ?? "–",
    url,
  ]);
  return table(["ALIAS", "", "ENVIRONMENT", "ADDRESS"], rows);
}
