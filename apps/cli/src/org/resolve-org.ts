import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "@lockstep/model";

import { readConfiguration } from "../configuration/read-configuration.ts";
import type { Configuration } from "../configuration/settings.ts";
import type { Invocation } from "../program/invocation.ts";
import { findOrg } from "./find-org.ts";
import { type KnownOrgs, knownOrgsPath, readKnownOrgs } from "./known-orgs.ts";
import type { OrgAddress } from "./org-address.ts";

/**
 * Which org a command speaks to: the alias of `--target`, else LOCKSTEP_TOKEN, else the default org, else the server
 * whose data directory is here. Failures: wrong use for an unknown alias, `unauthenticated` when nothing is found.
 */
export async function resolveOrg({
  world,
  target,
}: Pick<Invocation, "world" | "target">): Promise<OrgAddress> {
  if (target !== null) return knownOrg(await readKnownOrgs(knownOrgsPath(world)), target);
  const configuration = readConfiguration(world.env, world.cwd);
  const token = world.env.LOCKSTEP_TOKEN ?? "";
  if (token !== "") return serverOf(configuration, token, "LOCKSTEP_TOKEN");
  const known = await readKnownOrgs(knownOrgsPath(world));
  if (known.default !== null) return knownOrg(known, known.default);
  return localOrg(configuration);
}

function knownOrg(known: KnownOrgs, alias: string): OrgAddress {
  return { ...findOrg(known, alias), source: `org '${alias}'` };
}

async function localOrg(configuration: Configuration): Promise<OrgAddress> {
  const path = join(configuration.dataDirectory, "admin-token");
  try {
    return serverOf(configuration, (await readFile(path, "utf8")).trim(), localSource(path));
  } catch (cause) {
    throw new Failure(
      "unauthenticated",
      `No org is known here: ${path} cannot be read.\nStart a server in this directory with \`lockstep up\`, or name one with \`lockstep org login\`.`,
      { cause },
    );
  }
}

function localSource(path: string): string {
  return `LOCKSTEP_HOST and LOCKSTEP_PORT or their defaults, token from ${path}`;
}

function serverOf(configuration: Configuration, token: string, source: string): OrgAddress {
  const { publicUrl, defaultEnvironment } = configuration;
  return { url: reachable(publicUrl), token, environment: defaultEnvironment, source };
}

/** A server that listens on every address is reached through this machine's own. */
function reachable(publicUrl: string): string {
  const url = new URL(publicUrl);
  if (url.hostname === "0.0.0.0" || url.hostname === "[::]") url.hostname = "127.0.0.1";
  return url.href.replace(/\/+$/, "");
}
