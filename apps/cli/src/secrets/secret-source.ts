import { readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";

import { Failure, type SecretSource, type SecretStore } from "@lockstep/model";

import { secretVariablePrefix } from "../configuration/settings.ts";
import type { SealedSecrets } from "./sealed-secrets.ts";

/** Where each kind of reference is looked up. */
export interface SecretPlaces {
  readonly variables: ReadonlyMap<string, string>;
  readonly directory: string | null;
  readonly store: Pick<SecretStore, "load">;
  readonly sealed: Pick<SealedSecrets, "open">;
}

type Resolve = (environment: string, name: string, places: SecretPlaces) => Promise<string>;

const resolvers: { readonly [kind: string]: Resolve } = {
  env: fromVariable,
  file: fromFile,
  store: fromStore,
};

/** Resolves references of one environment only; no environment can name another one's secrets. */
export function createSecretSource(places: SecretPlaces): SecretSource {
  return {
    async resolve(environment, { ref }) {
      const [kind = "", ...rest] = ref.split(":");
      const resolve = resolvers[kind];
      if (resolve === undefined) throw missing(`'${kind}:' is not a kind of secret reference`);
      return resolve(environment, rest.join(":"), places);
    },
  };
}

/** Name of the variable that an `env:` reference of an environment resolves to. */
export function secretVariable(environment: string, name: string): string {
  const part = (text: string) => text.toUpperCase().replaceAll("-", "_");
  return `${secretVariablePrefix}${part(environment)}__${part(name)}`;
}

async function fromVariable(environment: string, name: string, { variables }: SecretPlaces): Promise<string> {
  const variable = secretVariable(environment, name);
  const value = variables.get(variable);
  if (value === undefined) throw missing(`set ${variable} where the server runs`);
  return value;
}

async function fromFile(environment: string, name: string, { directory }: SecretPlaces): Promise<string> {
  if (directory === null)
    throw missing(`set LOCKSTEP_SECRET_DIR and put the file ${environment}/${name} below it`);
  const root = await realpath(join(directory, environment)).catch(() => null);
  const file = root === null ? null : await realpath(join(root, name)).catch(() => null);
  if (root === null || file === null)
    throw missing(`put the file ${environment}/${name} below LOCKSTEP_SECRET_DIR`);
  if (!file.startsWith(root + sep)) throw missing(`file:${name} leaves the directory of ${environment}`);
  return (await readFile(file, "utf8")).replace(/\r?\n$/, "");
}

async function fromStore(
  environment: string,
  name: string,
  { store, sealed }: SecretPlaces,
): Promise<string> {
  const text = await store.load(environment, name);
  if (text === null) throw missing(`set it with: lockstep secret set ${name} --env ${environment}`);
  return sealed.open(environment, name, text);
}

function missing(message: string): Failure {
  return new Failure("not-found", message, { code: "SECRET_MISSING" });
}
