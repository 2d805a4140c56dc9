import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { Failure } from "@lockstep/model";

import type { World } from "../program/world.ts";

/** An org as `org login` remembers it. */
export interface KnownOrg {
  readonly url: string;
  readonly token: string;
  readonly environment: string | null;
}

/** Orgs by alias, as kept in the user's config directory. */
export interface KnownOrgs {
  readonly format: "lockstep-orgs/v1";
  readonly default: string | null;
  readonly orgs: Readonly<Record<string, KnownOrg>>;
}

const none: KnownOrgs = { format: "lockstep-orgs/v1", default: null, orgs: {} };

/** Path of the file by the XDG base directory specification. Failure: `configuration-invalid` without a home. */
export function knownOrgsPath({ env }: Pick<World, "env">): string {
  const home = env.HOME ?? env.USERPROFILE;
  const base = env.XDG_CONFIG_HOME || (home === undefined ? undefined : join(home, ".config"));
  if (base !== undefined) return join(base, "lockstep", "orgs.json");
  throw new Failure("configuration-invalid", "There is no config directory: set HOME or XDG_CONFIG_HOME.");
}

/** All known orgs; none when the file does not exist. Failure: `configuration-invalid` when it cannot be understood. */
export async function readKnownOrgs(path: string): Promise<KnownOrgs> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return none;
    throw unreadable(path, error);
  }
  return parse(text, path);
}

/** Replaces the file at once; only its owner may read it, because it holds tokens. */
export async function writeKnownOrgs(path: string, known: KnownOrgs): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

function parse(text: string, path: string): KnownOrgs {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  const known = value as Partial<KnownOrgs> | null;
  const isOurs = known?.format === none.format && typeof known.orgs === "object" && known.orgs !== null;
  if (!isOurs) throw unreadable(path, undefined);
  return { ...none, ...known };
}

function unreadable(path: string, cause: unknown): Failure {
  return new Failure(
    "configuration-invalid",
    `${path} cannot be read as a list of orgs. Mend it, or remove it and use \`lockstep org login\` again.`,
    { cause },
  );
}
