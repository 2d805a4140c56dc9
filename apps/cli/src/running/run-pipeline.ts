import { statSync } from "node:fs";
import { resolve } from "node:path";

import type { JsonObject } from "@lockstep/model";

import type { ExitCode } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { givenSecrets, type SecretOptions } from "./given-secrets.ts";
import { type InputOptions, readInput } from "./read-input.ts";
import { runApplied } from "./run-applied.ts";

interface Options extends InputOptions, SecretOptions {
  readonly var: JsonObject;
  readonly allow: readonly string[];
  readonly follow?: true;
}

/** Runs a manifest file here, or the applied version of a slug in an org. */
export async function runPipeline(cli: Invocation, [name]: [string], options: Options): Promise<ExitCode> {
  const { allow, var: variables } = options;
  const input = await readInput(cli.world, options);
  const isFollowed = options.follow === true;
  if (isFile(cli.world.cwd, name)) {
    // The engine is loaded for files only.
    const { runFile } = await import("./run-file.ts");
    const given = givenSecrets(cli.world, options);
    return runFile(cli, name, { input, variables, given, allow, isFollowed });
  }
  if (isForFiles(options)) {
    throw wrongUse(
      "--var, --secret, --secret-file and --allow are for files. In an org the environment's manifest says what a run may use.",
    );
  }
  return runApplied(cli, name, { input, isFollowed });
}

function isForFiles({ allow, var: variables, secret, secretFile }: Options): boolean {
  return allow.length + secret.length + Object.keys(variables).length > 0 || secretFile !== undefined;
}

function isFile(cwd: string, name: string): boolean {
  if (statSync(resolve(cwd, name), { throwIfNoEntry: false })?.isFile() === true) return true;
  if (name.endsWith(".json") || name.includes("/")) throw wrongUse(`There is no file '${name}'.`);
  return false;
}
