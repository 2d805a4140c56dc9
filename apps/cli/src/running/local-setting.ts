import type { LocalRunOptions } from "@lockstep/engine";
import type { Environment, JsonObject, Pipeline } from "@lockstep/model";

import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { secretVariable } from "../secrets/secret-source.ts";
import type { CompiledFile } from "../worktree/compile-file.ts";
import type { GivenSecrets } from "./read-secret-file.ts";

export type LocalSetting = Pick<
  LocalRunOptions,
  "environmentName" | "variables" | "secrets" | "egress" | "declaredConnections" | "declaredChannels"
>;

interface Wanted {
  readonly file: CompiledFile;
  readonly pipeline: Pipeline;
  readonly variables: JsonObject;
  readonly given: { readonly secrets: GivenSecrets };
  readonly allow: readonly string[];
}

/**
 * What stands in for an environment when a file runs here: with `--env` the variables, connections, channels and egress of
 * `environments/<env>.json` beside it, else only what the options give. Secrets come from the options, else from
 * the same variables of this process as on a server; without its secret, a channel cannot be sent to. Wrong use: there
 * is no such environment, or another secret is not set.
 */
export function localSetting(cli: Invocation, wanted: Wanted): LocalSetting {
  const { environment: name, world } = cli;
  const environment = name === null ? null : environmentOf(wanted.file, name);
  const environmentName = name ?? "local";
  const declaredConnections = environment?.connections ?? {};
  const declaredChannels = environment?.channels ?? {};
  const egress = environment?.egress ?? { default: "allow" as const, allow: [] };
  return {
    environmentName,
    variables: { ...environment?.variables, ...wanted.variables },
    secrets: secretsOf(
      {
        needed: namesOfSecrets(wanted.pipeline, declaredConnections),
        useful: Object.values(declaredChannels).map(({ secret }) => secret),
        given: wanted.given.secrets,
      },
      environmentName,
      world.env,
    ),
    declaredConnections,
    declaredChannels,
    egress: { ...egress, allow: [...egress.allow, ...wanted.allow] },
  };
}

function environmentOf({ tree, name: file }: CompiledFile, name: string): Environment {
  const { environments } = tree.control;
  const found = environments.find(({ slug }) => slug === name);
  if (found !== undefined) return found.environment;
  const known = environments.map(({ slug }) => slug).join(", ") || "none";
  throw wrongUse(
    `Beside ${file} there is no valid environments/${name}.json. Valid ones: ${known}.\nWithout --env the pipeline runs with --var and without an environment.`,
  );
}

/** What the pipeline names itself, and what its connections need. */
function namesOfSecrets({ uses }: Pipeline, declared: Environment["connections"]): readonly string[] {
  const needed = uses.connections.flatMap((name) => declared[name]?.secret ?? []);
  return [...new Set([...uses.secrets, ...needed])];
}

interface Secrets {
  readonly needed: readonly string[];
  readonly useful: readonly string[];
  readonly given: Readonly<Record<string, string>>;
}

function secretsOf(
  { needed, useful, given }: Secrets,
  environment: string,
  variables: Invocation["world"]["env"],
): Readonly<Record<string, string>> {
  const named = [...new Set([...needed, ...useful])].map((name) => {
    const variable = secretVariable(environment, name);
    return { name, variable, value: Object.hasOwn(given, name) ? given[name] : variables[variable] };
  });
  const missing = named.filter(({ name, value }) => value === undefined && needed.includes(name));
  if (missing.length > 0) {
    const list = missing.map(({ variable }) => variable).join(", ");
    const names = missing.map(({ name }) => name).join(", ");
    throw wrongUse(
      `The pipeline uses secrets that are not given: ${names}.\nWrite them as NAME=VALUE lines in a file for --secret-file, or set ${list}.`,
    );
  }
  return Object.fromEntries(named.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}
