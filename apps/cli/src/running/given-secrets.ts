import type { World } from "../program/world.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { readSecretFile, type SecretFile } from "./read-secret-file.ts";

export interface SecretOptions {
  /** `NAME=VALUE`, as given. */
  readonly secret: readonly string[];
  readonly secretFile?: string;
}

/** The secrets that the options give; one of `--secret` wins over the file. Wrong use: either is malformed. */
export function givenSecrets({ cwd }: Pick<World, "cwd">, options: SecretOptions): SecretFile {
  const { secretFile, secret } = options;
  const file = secretFile === undefined ? { secrets: {}, remarks: [] } : readSecretFile(cwd, secretFile);
  return { ...file, secrets: { ...file.secrets, ...Object.fromEntries(secret.map(parse)) } };
}

/** Not an option parser: Commander would repeat what it refuses. */
function parse(text: string): readonly [name: string, value: string] {
  const [, name, value] = /^([A-Za-z][A-Za-z0-9_-]*)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw wrongUse("A --secret is not NAME=VALUE. (It is not repeated here.)");
}
